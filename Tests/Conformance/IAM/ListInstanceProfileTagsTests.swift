import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListInstanceProfileTagsTests {
  @Test func pagesThem() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given(
      "TagInstanceProfile",
      "InstanceProfileName=i&Tags.member.1.Key=b&Tags.member.1.Value=2&Tags.member.2.Key=a&Tags.member.2.Value=1")
    let answer = await house.wire("ListInstanceProfileTags", "InstanceProfileName=i&MaxItems=1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Tags><member><Key>a</Key><Value>1</Value></member></Tags><IsTruncated>true</IsTruncated><Marker>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("InstanceProfileName=none", "NoSuchEntity: Instance Profile none cannot be found."),
    ("InstanceProfileName=i&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    #expect(await house.wire("ListInstanceProfileTags", request).refusal == words)
  }
}
