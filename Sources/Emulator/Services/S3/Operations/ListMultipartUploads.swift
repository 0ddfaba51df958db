import Protocols
import Runtime

/// A page of a bucket's open uploads, in the order of their keys and then of their beginning.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
enum ListMultipartUploads: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?uploads")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let delimiter = Member<String>("Delimiter", .query("delimiter"))
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType), .query("encoding-type"))
    static let keyMarker = Member<String>("KeyMarker", .query("key-marker"))
    static let maxUploads = Member<Int32>("MaxUploads", .query("max-uploads"))
    static let prefix = Member<String>("Prefix", .query("prefix"))
    static let uploadIDMarker = Member<String>("UploadIdMarker", .query("upload-id-marker"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let shape = structure(
      "ListMultipartUploadsRequest", bucket, delimiter, encodingType, keyMarker, maxUploads, prefix, uploadIDMarker,
      expectedBucketOwner, requestPayer)
  }
  enum Output: StructureShape {
    static let bucket = Member<String>("Bucket")
    static let keyMarker = Member<String>("KeyMarker")
    static let uploadIDMarker = Member<String>("UploadIdMarker")
    static let nextKeyMarker = Member<String>("NextKeyMarker")
    static let prefix = Member<String>("Prefix")
    static let delimiter = Member<String>("Delimiter")
    static let nextUploadIDMarker = Member<String>("NextUploadIdMarker")
    static let maxUploads = Member<Int32>("MaxUploads")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let uploads = Member<[Values<ListedUpload>]>("Uploads", .xmlName("Upload"), .flattened)
    static let commonPrefixes = Member<[Values<CommonPrefix>]>("CommonPrefixes", .flattened)
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "ListMultipartUploadsOutput", xmlName: "ListMultipartUploadsResult",
      [
        bucket, keyMarker, uploadIDMarker, nextKeyMarker, prefix, delimiter, nextUploadIDMarker, maxUploads,
        isTruncated, uploads, commonPrefixes, encodingType, requestCharged,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let limit = try S3Service.pageLimit(input[Input.maxUploads], "max-uploads")
    let prefix = input[Input.prefix] ?? ""
    let delimiter = input[Input.delimiter] ?? ""
    let marker = input[Input.keyMarker] ?? ""
    let page = try service.uploads.page(
      bucket, prefix: prefix, delimiter: delimiter, keyMarker: marker, uploadMarker: input[Input.uploadIDMarker],
      limit: limit)
    let encoded = input[Input.encodingType] != nil
    func shown(_ text: String) -> String { encoded ? KeyEncoding.url(text) : text }
    return .now(
      .with { out in
        out[Output.bucket] = bucket.name
        out[Output.keyMarker] = shown(marker)
        out[Output.uploadIDMarker] = input[Input.uploadIDMarker] ?? ""
        out[Output.maxUploads] = Int32(limit)
        out[Output.isTruncated] = page.isTruncated
        // Told of a last page as well.
        out[Output.nextKeyMarker] = shown(page.lastKey)
        out[Output.nextUploadIDMarker] = page.lastUpload
        if !prefix.isEmpty { out[Output.prefix] = shown(prefix) }
        if !delimiter.isEmpty { out[Output.delimiter] = shown(delimiter) }
        if encoded { out[Output.encodingType] = "url" }
        if !page.commonPrefixes.isEmpty {
          out[Output.commonPrefixes] = page.commonPrefixes.map { CommonPrefix.of($0, encoded: encoded) }
        }
        if page.uploads.isEmpty { return }
        out[Output.uploads] = page.uploads.map { upload in
          .with {
            $0[ListedUpload.uploadID] = upload.name
            $0[ListedUpload.key] = shown(upload.key)
            $0[ListedUpload.initiated] = Timestamp(seconds: upload.initiated.seconds)
            $0[ListedUpload.storageClass] = upload.storageClass
            $0[ListedUpload.owner] = service.owner(upload.owner.isEmpty ? bucket.account : upload.owner)
            $0[ListedUpload.initiator] = service.initiator(upload.owner.isEmpty ? bucket.account : upload.owner)
            if let algorithm = upload.algorithm {
              $0[ListedUpload.checksumAlgorithm] = algorithm.name
              $0[ListedUpload.checksumType] = upload.checksumType.name
            }
          }
        }
      })
  }
}

enum ListedUpload: StructureShape {
  static let uploadID = Member<String>("UploadId")
  static let key = Member<String>("Key", .atLeast(1))
  static let initiated = Member<Timestamp>("Initiated")
  static let storageClass = Member<String>("StorageClass", .values(S3Values.storageClass))
  static let owner = Member<Values<Owner>>("Owner")
  static let initiator = Member<Values<Initiator>>("Initiator")
  static let checksumAlgorithm = Member<String>("ChecksumAlgorithm", .values(S3Values.checksumAlgorithm))
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let shape = structure(
    "MultipartUpload", uploadID, key, initiated, storageClass, owner, initiator, checksumAlgorithm, checksumType)
}
