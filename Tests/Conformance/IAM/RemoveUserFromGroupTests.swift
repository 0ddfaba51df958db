import Protocols
import Support
import Testing

@testable import IAM

@Suite struct RemoveUserFromGroupTests {
  @Test func theUserIsOut() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    let answer3 = await house.wire("RemoveUserFromGroup", "GroupName=g&UserName=ana")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<RemoveUserFromGroupResponse"), "\(answer3.text)")
    let answer4 = await house.wire("ListGroupsForUser", "UserName=ana")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(!answer4.text.contains("<member>"), "\(answer4.text)")
  }

  @Test(arguments: [
    ("GroupName=g&UserName=ana", "NoSuchEntity: User ana is not in group g."),
    ("GroupName=none&UserName=ana", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=g&UserName=none", "NoSuchEntity: The user with name none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("RemoveUserFromGroup", request).refusal == words)
  }
}
