import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListAttachedGroupPoliciesTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("AttachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::000000000000:policy/p")
    await house.given(
      "AttachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer4 = await house.wire("ListAttachedGroupPolicies", "GroupName=x&PathPrefix=/service-role/")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(
      answer4.text.contains("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"), "\(answer4.text)")
    #expect(!answer4.text.contains("arn:aws:iam::000000000000:policy/p"), "\(answer4.text)")
    let answer5 = await house.wire("ListAttachedGroupPolicies", "GroupName=x&MaxItems=1")
    #expect(answer5.status == 200, "\(answer5.text)")
    #expect(answer5.text.contains("<IsTruncated>true</IsTruncated><Marker>"), "\(answer5.text)")
  }

  @Test(arguments: [
    ("GroupName=none", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=x&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("ListAttachedGroupPolicies", request).refusal == words)
  }
}
