import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteUserTests {
  @Test func theUserIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    let answer = await house.wire("DeleteUser", "UserName=ana")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<DeleteUserResponse"), "\(answer.text)")
    #expect(
      await house.wire("GetUser", "UserName=ana").refusal == "NoSuchEntity: The user with name ana cannot be found.")
  }

  @Test(arguments: [
    ("UserName=ana", "DeleteConflict: Cannot delete entity, must delete access keys first."),
    ("UserName=bo", "NoSuchEntity: The user with name bo cannot be found."),
    (
      "UserName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateAccessKey", "UserName=ana")
    #expect(await house.wire("DeleteUser", request).refusal == words)
  }
}
