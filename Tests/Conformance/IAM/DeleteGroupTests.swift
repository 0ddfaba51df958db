import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteGroupTests {
  @Test func theGroupIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    let answer = await house.wire("DeleteGroup", "GroupName=g")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<DeleteGroupResponse"), "\(answer.text)")
    #expect(
      await house.wire("GetGroup", "GroupName=g").refusal == "NoSuchEntity: The group with name g cannot be found.")
  }

  @Test func usersAndPoliciesHoldItBack() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    await house.given(
      "AttachGroupPolicy", "GroupName=g&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(
      await house.wire("DeleteGroup", "GroupName=g").refusal
        == "DeleteConflict: Cannot delete entity, must remove users from group first.")
    await house.given("RemoveUserFromGroup", "GroupName=g&UserName=ana")
    #expect(
      await house.wire("DeleteGroup", "GroupName=g").refusal
        == "DeleteConflict: Cannot delete entity, must detach all policies first.")
  }

  @Test(arguments: [
    ("GroupName=none", "NoSuchEntity: The group with name none cannot be found."),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'groupName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("DeleteGroup", request).refusal == words)
  }
}
