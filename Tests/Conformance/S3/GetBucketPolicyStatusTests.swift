import Support
import Testing

/// What is public: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
@Suite struct GetBucketPolicyStatusTests {
  @Test(arguments: [
    (#""Principal":"*""#, true),
    (#""Principal":{"AWS":"*"}"#, true),
    (#""Principal":{"AWS":"111111111111"}"#, false),
    // A condition that fixes who or where from takes the publicity away, one with a wildcard does not.
    (#""Principal":"*","Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}}"#, false),
    (#""Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, false),
    (#""Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, true),
    (#""Principal":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*"}}"#, true),
    (#""Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#, true),
  ])
  func tellsWhetherAnyoneMayCome(_ who: String, _ isPublic: Bool) async throws {
    let house = try await s3House()
    let policy = """
      {"Statement":{"Effect":"Allow",\(who),"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}}
      """
    #expect(await house.s3("PUT", "/bucket?policy", policy).status == 204)
    let answer = await house.s3("GET", "/bucket?policyStatus")
    #expect(answer.status == 200)
    #expect(answer.document == "<PolicyStatus><IsPublic>\(isPublic)</IsPublic></PolicyStatus>")
  }

  /// To deny everyone is not to let anyone in.
  @Test func aDenialIsNotPublic() async throws {
    let house = try await s3House()
    let policy = #"{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}"#
    #expect(await house.s3("PUT", "/bucket?policy", policy).status == 204)
    #expect(await house.s3("GET", "/bucket?policyStatus").element("IsPublic") == "false")
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let missing = await house.s3("GET", "/bucket?policyStatus")
    #expect(missing.status == 404 && missing.error == noSuchPolicy)
    #expect(await house.s3("GET", "/nowhere?policyStatus").error == noSuchBucket("nowhere"))
  }
}
