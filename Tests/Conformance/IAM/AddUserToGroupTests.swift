import Protocols
import Support
import Testing

@testable import IAM

@Suite struct AddUserToGroupTests {
  @Test func onceHoweverOften() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    let answer3 = await house.wire("AddUserToGroup", "GroupName=g&UserName=ana")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<AddUserToGroupResponse"), "\(answer3.text)")
    let answer4 = await house.wire("GetGroup", "GroupName=g")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<UserName>ana</UserName>"), "\(answer4.text)")
  }

  @Test func atMostTenGroups() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    for index in 0..<11 {
      await house.given("CreateGroup", "GroupName=g\(index)")
      let answer = await house.wire("AddUserToGroup", "GroupName=g\(index)&UserName=ana")
      #expect(answer.refusal == (index < 10 ? "" : "LimitExceeded: Cannot exceed quota for GroupsPerUser: 10"))
    }
  }

  @Test(arguments: [
    ("GroupName=none&UserName=ana", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=g&UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    (
      "GroupName=g",
      "ValidationError: 1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("AddUserToGroup", request).refusal == words)
  }
}
