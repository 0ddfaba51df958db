import Protocols
import Runtime

/// A page of a bucket's keys in the order of their bytes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
enum ListObjectsV2: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?list-type=2")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let delimiter = Member<String>("Delimiter", .query("delimiter"))
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType), .query("encoding-type"))
    static let maxKeys = Member<Int32>("MaxKeys", .query("max-keys"))
    static let prefix = Member<String>("Prefix", .query("prefix"))
    static let continuationToken = Member<String>("ContinuationToken", .query("continuation-token"))
    static let fetchOwner = Member<Bool>("FetchOwner", .query("fetch-owner"))
    static let startAfter = Member<String>("StartAfter", .query("start-after"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let optionalObjectAttributes = Member<[String]>(
      "OptionalObjectAttributes", .header("x-amz-optional-object-attributes"),
      .each([.values(S3Values.optionalObjectAttributes)]))
    static let shape = structure(
      "ListObjectsV2Request", bucket, delimiter, encodingType, maxKeys, prefix, continuationToken, fetchOwner,
      startAfter, requestPayer, expectedBucketOwner, optionalObjectAttributes)
  }
  enum Output: StructureShape {
    static let isTruncated = Member<Bool>("IsTruncated")
    static let contents = Member<[Values<ListedObject>]>("Contents", .flattened)
    static let name = Member<String>("Name")
    static let prefix = Member<String>("Prefix")
    static let delimiter = Member<String>("Delimiter")
    static let maxKeys = Member<Int32>("MaxKeys")
    static let commonPrefixes = Member<[Values<CommonPrefix>]>("CommonPrefixes", .flattened)
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType))
    static let keyCount = Member<Int32>("KeyCount")
    static let continuationToken = Member<String>("ContinuationToken")
    static let nextContinuationToken = Member<String>("NextContinuationToken")
    static let startAfter = Member<String>("StartAfter")
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "ListObjectsV2Output", xmlName: "ListBucketResult",
      [
        isTruncated, contents, name, prefix, delimiter, maxKeys, commonPrefixes, encodingType, keyCount,
        continuationToken, nextContinuationToken, startAfter, requestCharged,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let limit = try S3Service.pageLimit(input[Input.maxKeys], "max-keys")
    let prefix = input[Input.prefix] ?? ""
    let delimiter = input[Input.delimiter] ?? ""
    let start: [UInt8]
    if let token = input[Input.continuationToken], !token.isEmpty {
      start = try ContinuationToken.start(token)
    } else {
      start = ObjectListing.start(after: input[Input.startAfter] ?? "", prefix: prefix, delimiter: delimiter)
    }
    let page = try service.listing.page(bucket, prefix: prefix, delimiter: delimiter, from: start, limit: limit)
    let encoded = input[Input.encodingType] != nil
    let showsRestore = input.has(Input.optionalObjectAttributes)
    return .now(
      .with { out in
        out[Output.name] = bucket.name
        out[Output.prefix] = encoded ? KeyEncoding.url(prefix) : prefix
        out[Output.maxKeys] = Int32(limit)
        out[Output.keyCount] = Int32(page.keys.count + page.commonPrefixes.count)
        out[Output.isTruncated] = page.next != nil
        if !delimiter.isEmpty { out[Output.delimiter] = encoded ? KeyEncoding.url(delimiter) : delimiter }
        if encoded { out[Output.encodingType] = "url" }
        out[Output.continuationToken] = input[Input.continuationToken]
        if let after = input[Input.startAfter] { out[Output.startAfter] = encoded ? KeyEncoding.url(after) : after }
        out[Output.nextContinuationToken] = page.next.map(ContinuationToken.text)
        if !page.keys.isEmpty {
          let owner = input[Input.fetchOwner] == true ? service.owner(bucket.account) : nil
          out[Output.contents] = page.keys.map { key in
            var object = ListedObject.of(key, encoded: encoded)
            if showsRestore, let archive = key.archive {
              object[ListedObject.restoreStatus] = RestoreStatus.of(archive, now: request.now)
            }
            if let owner { object[ListedObject.owner] = key.owner.isEmpty ? owner : service.owner(key.owner) }
            return object
          }
        }
        if !page.commonPrefixes.isEmpty {
          out[Output.commonPrefixes] = page.commonPrefixes.map { CommonPrefix.of($0, encoded: encoded) }
        }
      })
  }
}
