import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListGroupsForUserTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateGroup", "GroupName=g")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    await house.given("CreateGroup", "GroupName=f")
    await house.given("AddUserToGroup", "GroupName=f&UserName=ana")
    let answer = await house.wire("ListGroupsForUser", "UserName=ana&MaxItems=1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<GroupName>f</GroupName>"), "\(answer.text)")
    #expect(!answer.text.contains("<GroupName>g</GroupName>"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>true</IsTruncated>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    ("UserName=ana&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("ListGroupsForUser", request).refusal == words)
  }
}
