import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateGroupTests {
  @Test func usersAndPoliciesStay() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    await house.given("PutGroupPolicy", "GroupName=g&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer4 = await house.wire("UpdateGroup", "GroupName=g&NewGroupName=h&NewPath=/a/")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<UpdateGroupResponse"), "\(answer4.text)")
    let answer5 = await house.wire("GetGroup", "GroupName=h")
    #expect(answer5.status == 200, "\(answer5.text)")
    #expect(answer5.text.contains("<Arn>arn:aws:iam::000000000000:group/a/h</Arn>"), "\(answer5.text)")
    #expect(answer5.text.contains("<UserName>ana</UserName>"), "\(answer5.text)")
    let answer6 = await house.wire("ListGroupPolicies", "GroupName=h")
    #expect(answer6.status == 200, "\(answer6.text)")
    #expect(answer6.text.contains("<member>p</member>"), "\(answer6.text)")
    #expect(
      await house.wire("GetGroup", "GroupName=g").refusal == "NoSuchEntity: The group with name g cannot be found.")
  }

  @Test(arguments: [
    ("GroupName=none", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=g&NewGroupName=h", "EntityAlreadyExists: Group with name h already exists."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateGroup", "GroupName=h")
    #expect(await house.wire("UpdateGroup", request).refusal == words)
  }
}
