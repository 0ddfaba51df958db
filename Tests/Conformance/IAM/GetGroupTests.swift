import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetGroupTests {
  @Test func tellsWhoIsInIt() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateUser", "UserName=bo")
    await house.given("AddUserToGroup", "GroupName=g&UserName=ana")
    await house.given("AddUserToGroup", "GroupName=g&UserName=bo")
    let answer5 = await house.wire("GetGroup", "GroupName=G")
    #expect(answer5.status == 200, "\(answer5.text)")
    #expect(answer5.text.contains("<Group><Path>/</Path><GroupName>g</GroupName>"), "\(answer5.text)")
    #expect(answer5.text.contains("<UserName>ana</UserName>"), "\(answer5.text)")
    #expect(answer5.text.contains("<UserName>bo</UserName>"), "\(answer5.text)")
    #expect(answer5.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer5.text)")
    let answer6 = await house.wire("GetGroup", "GroupName=g&MaxItems=1")
    #expect(answer6.status == 200, "\(answer6.text)")
    #expect(answer6.text.contains("<UserName>ana</UserName>"), "\(answer6.text)")
    #expect(!answer6.text.contains("<UserName>bo</UserName>"), "\(answer6.text)")
    #expect(answer6.text.contains("<IsTruncated>true</IsTruncated><Marker>"), "\(answer6.text)")
  }

  @Test(arguments: [
    ("GroupName=none", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=g&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    #expect(await house.wire("GetGroup", request).refusal == words)
  }
}
