import Protocols
import Runtime

/// Takes all tags from an object.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
enum DeleteObjectTagging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}/{Key+}?tagging", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteObjectTaggingRequest", bucket, key, versionID, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let shape = structure("DeleteObjectTaggingOutput", versionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "DELETE")
    try service.store.setTags("", of: object)
    let event = S3Event(name: .taggingDelete, key: key, etag: object.etag, versionID: bucket.shownVersion(object))
    try service.tell(event, in: bucket, request)
    return .now(.with { $0[Output.versionID] = bucket.shownVersion(object) })
  }
}
