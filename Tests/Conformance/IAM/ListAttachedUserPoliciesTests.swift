import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListAttachedUserPoliciesTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("AttachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::000000000000:policy/p")
    await house.given(
      "AttachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer4 = await house.wire("ListAttachedUserPolicies", "UserName=x&PathPrefix=/service-role/")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(
      answer4.text.contains("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"), "\(answer4.text)")
    #expect(!answer4.text.contains("arn:aws:iam::000000000000:policy/p"), "\(answer4.text)")
    let answer5 = await house.wire("ListAttachedUserPolicies", "UserName=x&MaxItems=1")
    #expect(answer5.status == 200, "\(answer5.text)")
    #expect(answer5.text.contains("<IsTruncated>true</IsTruncated><Marker>"), "\(answer5.text)")
  }

  @Test(arguments: [
    ("UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    ("UserName=x&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("ListAttachedUserPolicies", request).refusal == words)
  }
}
