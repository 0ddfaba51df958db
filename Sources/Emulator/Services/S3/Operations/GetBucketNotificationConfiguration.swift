import Protocols
import Runtime

/// Who is told of what happens in the bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html
enum GetBucketNotificationConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?notification")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketNotificationConfigurationRequest", bucket, expectedBucketOwner)
  }
  typealias Output = NotificationConfiguration

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(try service.kept(.notification, of: bucket, as: Output.self) ?? Values())
  }
}
