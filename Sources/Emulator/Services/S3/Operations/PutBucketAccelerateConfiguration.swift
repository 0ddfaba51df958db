import Protocols
import Runtime

/// Keeps whether transfer acceleration is on; requests travel as before.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html
enum PutBucketAccelerateConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?accelerate")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let accelerateConfiguration = Required<Values<AccelerateConfiguration>>(
      "AccelerateConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let shape = structure(
      "PutBucketAccelerateConfigurationRequest", bucket, accelerateConfiguration, expectedBucketOwner, checksumAlgorithm
    )
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    if bucket.name.utf8.contains(UInt8(ascii: ".")) {
      throw AWSError.invalidRequest(
        "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")
    }
    let configuration = input[Input.accelerateConfiguration]
    guard configuration.has(AccelerateConfiguration.status) else { throw AWSError.malformedXML() }
    try service.keep(.accelerate, configuration, of: bucket)
    return .now(Values())
  }
}
