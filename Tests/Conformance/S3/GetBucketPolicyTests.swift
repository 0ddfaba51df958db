import Protocols
import Support
import Testing

@Suite struct GetBucketPolicyTests {
  /// The policy comes back byte for byte, as the body.
  @Test func givesBackWhatWasWritten() async throws {
    let house = try await s3House()
    let policy = """
      { "Statement" : [ {"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::bucket/*"} ],  "Version":"2012-10-17"}
      """
    #expect(await house.s3("PUT", "/bucket?policy", policy).status == 204)
    let answer = await house.s3("GET", "/bucket?policy")
    #expect(answer.status == 200 && answer.text == policy)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let missing = await house.s3("GET", "/bucket?policy")
    #expect(missing.status == 404 && missing.error == noSuchPolicy)
    #expect(await house.s3("GET", "/nowhere?policy").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?policy", fields: other).code == "AccessDenied")
  }
}
