import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListUserTagsTests {
  @Test func pagesThem() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given(
      "TagUser", "UserName=x&Tags.member.1.Key=b&Tags.member.1.Value=2&Tags.member.2.Key=a&Tags.member.2.Value=1")
    let answer = await house.wire("ListUserTags", "UserName=x&MaxItems=1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Tags><member><Key>a</Key><Value>1</Value></member></Tags><IsTruncated>true</IsTruncated><Marker>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    ("UserName=x&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("ListUserTags", request).refusal == words)
  }
}
