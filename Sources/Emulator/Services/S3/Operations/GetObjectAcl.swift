import Protocols
import Runtime

/// Who may do what with an object.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
enum GetObjectAcl: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}?acl")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetObjectAclRequest", [bucket, key, versionID, requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let owner = Member<Values<Owner>>("Owner")
    static let grants = Member<[Values<Grant>]>("Grants", .xmlName("AccessControlList"), .each([.xmlName("Grant")]))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("GetObjectAclOutput", xmlName: "AccessControlPolicy", [owner, grants, requestCharged])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID])
    return .now(
      .with {
        $0[Output.owner] = service.owner(object.owner.isEmpty ? bucket.account : object.owner)
        $0[Output.grants] = service.accessControlList(of: object, bucket).shown(service.names)
      })
  }
}
