import Protocols
import Support
import Testing

@testable import S3

@Suite struct PutBucketLoggingTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>p/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>"#,
        "InvalidTargetBucketForLogging"
      ),
      (
        #"<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket></LoggingEnabled></BucketLoggingStatus>"#,
        "MalformedXML"
      ),
    ]
    for (document, code) in cases {
      let answer = await house.configure("logging", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
