import Protocols
import Runtime

/// The rules by which browsers may call the bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html
enum GetBucketCors: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?cors")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketCorsRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let corsRules = Member<[Values<CORSRule>]>("CORSRules", .xmlName("CORSRule"), .flattened)
    static let shape = structure("GetBucketCorsOutput", xmlName: "CORSConfiguration", [corsRules])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.cors, of: bucket, as: Output.self) else {
      throw AWSError.noSuchCORSConfiguration(bucket.name)
    }
    return .now(kept)
  }
}
