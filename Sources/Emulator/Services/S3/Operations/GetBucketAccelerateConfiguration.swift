import Protocols
import Runtime

/// Whether transfer acceleration is on; nothing where it was never set.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
enum GetBucketAccelerateConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?accelerate")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(["requester"]), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let shape = structure("GetBucketAccelerateConfigurationRequest", bucket, expectedBucketOwner, requestPayer)
  }
  enum Output: StructureShape {
    static let status = Member<String>("Status", .values(["Enabled", "Suspended"]))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(["requester"]), .header("x-amz-request-charged"))
    static let shape = structure(
      "GetBucketAccelerateConfigurationOutput", xmlName: "AccelerateConfiguration", [status, requestCharged])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(try service.kept(.accelerate, of: bucket, as: Output.self) ?? Values())
  }
}
