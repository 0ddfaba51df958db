import Protocols
import Support
import Testing

@testable import IAM

@Suite struct TagRoleTests {
  @Test func aKeyIsOneWhateverItsCase() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("TagRole", "RoleName=r&Tags.member.1.Key=Team&Tags.member.1.Value=a")
    let answer2 = await house.wire("TagRole", "RoleName=r&Tags.member.1.Key=team&Tags.member.1.Value=b")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<TagRoleResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListRoleTags", "RoleName=r")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>team</Key><Value>b</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "RoleName=none&Tags.member.1.Key=a&Tags.member.1.Value=b",
      "NoSuchEntity: The role with name none cannot be found."
    ),
    (
      "RoleName=r&Tags.member.1.Key=aws:x&Tags.member.1.Value=b",
      "InvalidInput: Your request contains tag keys that start with aws:, which is reserved."
    ),
    (
      "RoleName=r&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=A&Tags.member.2.Value=2",
      "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive."
    ),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("TagRole", request).refusal == words)
  }
}
