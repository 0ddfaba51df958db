import Protocols
import Support
import Testing

@testable import S3

@Suite struct GetBucketLoggingTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = "logs" }
    #expect(
      await house.configure(
        "logging",
        #"<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>p/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>"#
      ).status == 200)
    let kept = await house.configuration("logging")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<BucketLoggingStatus xmlns="#))
    #expect(kept.text.contains(#"<TargetBucket>logs</TargetBucket>"#))
    #expect(kept.text.contains(#"<TargetPrefix>p/</TargetPrefix>"#))
  }
}
