import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetPolicyTests {
  @Test func tellsHowOftenItIsAttached() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::000000000000:policy/p")
    let answer3 = await house.wire("GetPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(
        "<Arn>arn:aws:iam::000000000000:policy/p</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>1</AttachmentCount>"
      ), "\(answer3.text)")
    let answer4 = await house.wire(
      "GetPolicy", "PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<PolicyName>AWSLambdaBasicExecutionRole</PolicyName>"), "\(answer4.text)")
    #expect(answer4.text.contains("<Path>/service-role/</Path>"), "\(answer4.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    (
      "PolicyArn=short",
      "ValidationError: 1 validation error detected: Value 'short' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'policyArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("GetPolicy", request).refusal == words)
  }
}
