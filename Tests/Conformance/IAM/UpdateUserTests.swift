import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateUserTests {
  @Test func keysPoliciesTagsAndGroupsStay() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    await house.given("TagUser", "UserName=ana&Tags.member.1.Key=k&Tags.member.1.Value=v")
    let made = await house.wire("CreateAccessKey", "UserName=ana")
    let key = try #require(made.element("AccessKeyId"))
    await house.given("UpdateUser", "UserName=ana&NewUserName=eva&NewPath=/a/")
    #expect(await house.caller(ofKey: key)?.arn == "arn:aws:iam::000000000000:user/a/eva")
    let answer7 = await house.wire("GetUser", "UserName=eva")
    #expect(answer7.status == 200, "\(answer7.text)")
    #expect(answer7.text.contains("<Key>k</Key>"), "\(answer7.text)")
    let answer8 = await house.wire("ListGroupsForUser", "UserName=eva")
    #expect(answer8.status == 200, "\(answer8.text)")
    #expect(answer8.text.contains("<GroupName>g</GroupName>"), "\(answer8.text)")
    let answer9 = await house.wire("ListAccessKeys", "UserName=eva")
    #expect(answer9.status == 200, "\(answer9.text)")
    #expect(answer9.text.contains("<AccessKeyId>AKIA"), "\(answer9.text)")
    #expect(
      await house.wire("GetUser", "UserName=ana").refusal == "NoSuchEntity: The user with name ana cannot be found.")
  }

  @Test(arguments: [
    ("UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    ("UserName=ana&NewUserName=bo", "EntityAlreadyExists: User with name bo already exists."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateUser", "UserName=bo")
    #expect(await house.wire("UpdateUser", request).refusal == words)
  }
}
