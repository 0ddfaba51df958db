import Protocols
import Runtime

/// The first version of the listing: pages follow a marker, which is a key or a common prefix.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
enum ListObjects: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let delimiter = Member<String>("Delimiter", .query("delimiter"))
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType), .query("encoding-type"))
    static let marker = Member<String>("Marker", .query("marker"))
    static let maxKeys = Member<Int32>("MaxKeys", .query("max-keys"))
    static let prefix = Member<String>("Prefix", .query("prefix"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let optionalObjectAttributes = Member<[String]>(
      "OptionalObjectAttributes", .header("x-amz-optional-object-attributes"),
      .each([.values(S3Values.optionalObjectAttributes)]))
    static let shape = structure(
      "ListObjectsRequest", bucket, delimiter, encodingType, marker, maxKeys, prefix, requestPayer, expectedBucketOwner,
      optionalObjectAttributes)
  }
  enum Output: StructureShape {
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let nextMarker = Member<String>("NextMarker")
    static let contents = Member<[Values<ListedObject>]>("Contents", .flattened)
    static let name = Member<String>("Name")
    static let prefix = Member<String>("Prefix")
    static let delimiter = Member<String>("Delimiter")
    static let maxKeys = Member<Int32>("MaxKeys")
    static let commonPrefixes = Member<[Values<CommonPrefix>]>("CommonPrefixes", .flattened)
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "ListObjectsOutput", xmlName: "ListBucketResult",
      [
        isTruncated, marker, nextMarker, contents, name, prefix, delimiter, maxKeys, commonPrefixes, encodingType,
        requestCharged,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let limit = try S3Service.pageLimit(input[Input.maxKeys], "max-keys")
    let prefix = input[Input.prefix] ?? ""
    let delimiter = input[Input.delimiter] ?? ""
    let marker = input[Input.marker] ?? ""
    let start = ObjectListing.start(after: marker, prefix: prefix, delimiter: delimiter)
    let page = try service.listing.page(bucket, prefix: prefix, delimiter: delimiter, from: start, limit: limit)
    let encoded = input[Input.encodingType] != nil
    let showsRestore = input.has(Input.optionalObjectAttributes)
    return .now(
      .with { out in
        out[Output.name] = bucket.name
        out[Output.prefix] = encoded ? KeyEncoding.url(prefix) : prefix
        out[Output.marker] = encoded ? KeyEncoding.url(marker) : marker
        out[Output.maxKeys] = Int32(limit)
        out[Output.isTruncated] = page.next != nil
        if encoded { out[Output.encodingType] = "url" }
        if !delimiter.isEmpty {
          out[Output.delimiter] = encoded ? KeyEncoding.url(delimiter) : delimiter
          // Without a delimiter the last key is the next marker.
          if let last = page.last { out[Output.nextMarker] = encoded ? KeyEncoding.url(last) : last }
        }
        if !page.keys.isEmpty {
          let owner = service.owner(bucket.account)
          out[Output.contents] = page.keys.map { key in
            var object = ListedObject.of(key, encoded: encoded)
            if showsRestore, let archive = key.archive {
              object[ListedObject.restoreStatus] = RestoreStatus.of(archive, now: request.now)
            }
            object[ListedObject.owner] = key.owner.isEmpty ? owner : service.owner(key.owner)
            return object
          }
        }
        if !page.commonPrefixes.isEmpty {
          out[Output.commonPrefixes] = page.commonPrefixes.map { CommonPrefix.of($0, encoded: encoded) }
        }
      })
  }
}
