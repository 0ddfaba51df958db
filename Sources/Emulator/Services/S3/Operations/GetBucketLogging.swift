import Protocols
import Runtime

/// Where the log of requests would go.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
enum GetBucketLogging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?logging")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketLoggingRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let loggingEnabled = Member<Values<LoggingEnabled>>("LoggingEnabled")
    static let shape = structure("GetBucketLoggingOutput", xmlName: "BucketLoggingStatus", [loggingEnabled])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(try service.kept(.logging, of: bucket, as: Output.self) ?? Values())
  }
}
