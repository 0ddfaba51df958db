import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreateInstanceProfileTests {
  @Test func answersItWithoutARole() async throws {
    let house = try IAMHouse()
    let answer = await house.wire(
      "CreateInstanceProfile", "InstanceProfileName=i&Path=/a/&Tags.member.1.Key=k&Tags.member.1.Value=v")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<InstanceProfile><Path>/a/</Path><InstanceProfileName>i</InstanceProfileName><InstanceProfileId>AIPA"),
      "\(answer.text)")
    #expect(answer.text.contains("<Arn>arn:aws:iam::000000000000:instance-profile/a/i</Arn>"), "\(answer.text)")
    #expect(answer.text.contains("<Roles></Roles>"), "\(answer.text)")
    #expect(answer.text.contains("<Tags><member><Key>k</Key><Value>v</Value></member></Tags>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("InstanceProfileName=I", "EntityAlreadyExists: Instance Profile I already exists."),
    (
      "InstanceProfileName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'instanceProfileName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'instanceProfileName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    #expect(await house.wire("CreateInstanceProfile", request).refusal == words)
  }
}
