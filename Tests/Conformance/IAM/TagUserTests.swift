import Protocols
import Support
import Testing

@testable import IAM

@Suite struct TagUserTests {
  @Test func aKeyIsOneWhateverItsCase() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given("TagUser", "UserName=x&Tags.member.1.Key=Team&Tags.member.1.Value=a")
    let answer2 = await house.wire("TagUser", "UserName=x&Tags.member.1.Key=team&Tags.member.1.Value=b")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<TagUserResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListUserTags", "UserName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>team</Key><Value>b</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "UserName=none&Tags.member.1.Key=a&Tags.member.1.Value=b",
      "NoSuchEntity: The user with name none cannot be found."
    ),
    (
      "UserName=x&Tags.member.1.Key=aws:x&Tags.member.1.Value=b",
      "InvalidInput: Your request contains tag keys that start with aws:, which is reserved."
    ),
    (
      "UserName=x",
      "ValidationError: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("TagUser", request).refusal == words)
  }
}
