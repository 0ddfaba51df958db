import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListAttachedRolePoliciesTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::000000000000:policy/p")
    await house.given(
      "AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer = await house.wire("ListAttachedRolePolicies", "RoleName=r&PathPrefix=/service-role/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"), "\(answer.text)")
    #expect(!answer.text.contains("arn:aws:iam::000000000000:policy/p"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    ("RoleName=r&Marker=x", "ValidationError: Invalid Marker."),
    (
      "RoleName=r&PathPrefix=x",
      #"ValidationError: 1 validation error detected: Value 'x' at 'pathPrefix' failed to satisfy constraint: Member must satisfy regular expression pattern: ((/[A-Za-z0-9\.,\+@=_-]+)*)/"#
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("ListAttachedRolePolicies", request).refusal == words)
  }
}
