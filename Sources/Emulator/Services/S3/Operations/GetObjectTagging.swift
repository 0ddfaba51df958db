import Protocols
import Runtime

/// An object's tags, in the order of their keys.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
enum GetObjectTagging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}?tagging")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let shape = structure("GetObjectTaggingRequest", bucket, key, versionID, expectedBucketOwner, requestPayer)
  }
  enum Output: StructureShape {
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let tagSet = Required<[Values<ObjectTag>]>("TagSet", .each([.xmlName("Tag")]))
    static let shape = structure("GetObjectTaggingOutput", xmlName: "Tagging", [versionID, tagSet])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "GET")
    let pairs = ObjectTags(stored: object.tags).pairs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return .now(
      .with {
        $0[Output.versionID] = bucket.shownVersion(object)
        $0[Output.tagSet] = pairs.map { pair in
          .with {
            $0[ObjectTag.key] = pair.key
            $0[ObjectTag.value] = pair.value
          }
        }
      })
  }
}
