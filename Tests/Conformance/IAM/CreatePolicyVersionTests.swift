import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreatePolicyVersionTests {
  @Test func theNewOneBecomesTheDefaultWhenAsked() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer1 = await house.wire(
      "CreatePolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument=\(RoleTests.document)")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(
      answer1.text.contains(
        "<PolicyVersion><VersionId>v2</VersionId><IsDefaultVersion>false</IsDefaultVersion><CreateDate>"),
      "\(answer1.text)")
    let answer2 = await house.wire(
      "CreatePolicyVersion",
      "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument=\(RoleTests.document)&SetAsDefault=true")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains("<VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion>"), "\(answer2.text)")
    let answer3 = await house.wire("GetPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<DefaultVersionId>v3</DefaultVersionId>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&PolicyDocument=\(RoleTests.document)",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument={",
      "MalformedPolicyDocument: Syntax errors in policy."
    ),
    (
      "PolicyArn=short&PolicyDocument=\(RoleTests.document)",
      "ValidationError: 1 validation error detected: Value 'short' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("CreatePolicyVersion", request).refusal == words)
  }
}
