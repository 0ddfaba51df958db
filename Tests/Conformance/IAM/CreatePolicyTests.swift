import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreatePolicyTests {
  @Test func answersItsFirstVersion() async throws {
    let house = try IAMHouse()
    let answer = await house.wire(
      "CreatePolicy",
      "PolicyName=p&Path=/team/&Description=d&PolicyDocument=\(RoleTests.document)&Tags.member.1.Key=k&Tags.member.1.Value=v"
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<Policy><PolicyName>p</PolicyName><PolicyId>ANPA"), "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Arn>arn:aws:iam::000000000000:policy/team/p</Arn><Path>/team/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>0</AttachmentCount>"
      ), "\(answer.text)")
    #expect(answer.text.contains("<IsAttachable>true</IsAttachable>"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "PolicyName=p&PolicyDocument=\(RoleTests.document)",
      "EntityAlreadyExists: A policy called p already exists. Duplicate names are not allowed."
    ),
    ("PolicyName=q&PolicyDocument={", "MalformedPolicyDocument: Syntax errors in policy."),
    (
      "PolicyName=a b&PolicyDocument=\(RoleTests.document)",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'policyName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "PolicyName=p",
      "ValidationError: 1 validation error detected: Value null at 'policyDocument' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("CreatePolicy", request).refusal == words)
  }
}
