import Protocols
import Support
import Testing

@testable import IAM

@Suite struct TagInstanceProfileTests {
  @Test func aKeyIsOneWhateverItsCase() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("TagInstanceProfile", "InstanceProfileName=i&Tags.member.1.Key=Team&Tags.member.1.Value=a")
    let answer2 = await house.wire(
      "TagInstanceProfile", "InstanceProfileName=i&Tags.member.1.Key=team&Tags.member.1.Value=b")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<TagInstanceProfileResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListInstanceProfileTags", "InstanceProfileName=i")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>team</Key><Value>b</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "InstanceProfileName=none&Tags.member.1.Key=a&Tags.member.1.Value=b",
      "NoSuchEntity: Instance Profile none cannot be found."
    ),
    (
      "InstanceProfileName=i&Tags.member.1.Key=aws:x&Tags.member.1.Value=b",
      "InvalidInput: Your request contains tag keys that start with aws:, which is reserved."
    ),
    (
      "InstanceProfileName=i",
      "ValidationError: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    #expect(await house.wire("TagInstanceProfile", request).refusal == words)
  }
}
