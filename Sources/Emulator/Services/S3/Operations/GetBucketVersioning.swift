import Protocols
import Runtime

/// Whether a bucket keeps versions; nothing is told of one that never did.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
enum GetBucketVersioning: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?versioning")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketVersioningRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let status = Member<String>("Status", .values(["Enabled", "Suspended"]))
    static let mfaDelete = Member<String>("MFADelete", .xmlName("MfaDelete"), .values(["Enabled", "Disabled"]))
    static let shape = structure(
      "GetBucketVersioningOutput", xmlName: "VersioningConfiguration", [status, mfaDelete])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let kept = bucket.document(.versioning, as: VersioningConfiguration.self)
    return .now(.with { $0[Output.status] = kept?[VersioningConfiguration.status] })
  }
}
