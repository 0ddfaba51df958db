import Protocols
import Runtime

/// Sets an object's tags, all of them.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
enum PutObjectTagging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}?tagging")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let tagging = Required<Values<ObjectTagging>>(
      "Tagging", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let shape = structure(
      "PutObjectTaggingRequest", bucket, key, versionID, contentMD5, checksumAlgorithm, tagging, expectedBucketOwner,
      requestPayer)
  }
  enum Output: StructureShape {
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let shape = structure("PutObjectTaggingOutput", versionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "PUT")
    let set = input[Input.tagging][ObjectTagging.tagSet]
    let tags = try ObjectTags(set.map { ($0[ObjectTag.key], $0[ObjectTag.value]) })
    try service.store.setTags(tags.stored, of: object)
    let event = S3Event(name: .taggingPut, key: key, etag: object.etag, versionID: bucket.shownVersion(object))
    try service.tell(event, in: bucket, request)
    return .now(.with { $0[Output.versionID] = bucket.shownVersion(object) })
  }
}

enum ObjectTagging: StructureShape {
  static let tagSet = Required<[Values<ObjectTag>]>("TagSet", .each([.xmlName("Tag")]))
  static let shape = structure("Tagging", tagSet)
}
