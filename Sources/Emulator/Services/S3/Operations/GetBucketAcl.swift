import Protocols
import Runtime

/// Who may do what with a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
enum GetBucketAcl: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?acl")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketAclRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let owner = Member<Values<Owner>>("Owner")
    static let grants = Member<[Values<Grant>]>("Grants", .xmlName("AccessControlList"), .each([.xmlName("Grant")]))
    static let shape = structure("GetBucketAclOutput", xmlName: "AccessControlPolicy", [owner, grants])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(
      .with {
        $0[Output.owner] = service.owner(bucket.account)
        $0[Output.grants] = bucket.accessControlList.shown(service.names)
      })
  }
}
