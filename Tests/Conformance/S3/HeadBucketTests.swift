import Protocols
import Support
import Testing

@Suite struct HeadBucketTests {
  @Test func tellsTheRegion() async throws {
    let house = try await s3House()
    let answer = await house.s3("HEAD", "/bucket")
    #expect(answer.status == 200 && answer.text.isEmpty)
    #expect(answer.fields["x-amz-bucket-region"] == "us-east-1")
    #expect(answer.fields["x-amz-bucket-arn"] == "arn:aws:s3:::bucket")
    #expect(answer.fields["x-amz-access-point-alias"] == "false")
  }

  /// A HEAD has no body to tell more in than the status.
  @Test func errorsHaveNoBody() async throws {
    let house = try await s3House()
    let missing = await house.s3("HEAD", "/nowhere")
    #expect(missing.status == 404 && missing.text.isEmpty)
    let other = await house.s3("HEAD", "/bucket", fields: [("x-amz-expected-bucket-owner", "111111111111")])
    #expect(other.status == 403 && other.text.isEmpty)
    #expect(
      await house.s3("HEAD", "/bucket", fields: [("x-amz-expected-bucket-owner", TestHouse.account)]).status == 200)
  }
}
