import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UntagInstanceProfileTests {
  @Test func leavesTheOthers() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given(
      "TagInstanceProfile",
      "InstanceProfileName=i&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value=2")
    let answer2 = await house.wire(
      "UntagInstanceProfile", "InstanceProfileName=i&TagKeys.member.1=A&TagKeys.member.2=z")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<UntagInstanceProfileResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListInstanceProfileTags", "InstanceProfileName=i")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>b</Key><Value>2</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("InstanceProfileName=none&TagKeys.member.1=a", "NoSuchEntity: Instance Profile none cannot be found."),
    (
      "InstanceProfileName=i",
      "ValidationError: 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    #expect(await house.wire("UntagInstanceProfile", request).refusal == words)
  }
}
