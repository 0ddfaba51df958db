import Protocols
import Runtime

/// A page of a bucket's versions and delete markers: keys in the order of their bytes, the newest version of a key first.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
enum ListObjectVersions: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?versions")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let delimiter = Member<String>("Delimiter", .query("delimiter"))
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType), .query("encoding-type"))
    static let keyMarker = Member<String>("KeyMarker", .query("key-marker"))
    static let maxKeys = Member<Int32>("MaxKeys", .query("max-keys"))
    static let prefix = Member<String>("Prefix", .query("prefix"))
    static let versionIDMarker = Member<String>("VersionIdMarker", .query("version-id-marker"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let optionalObjectAttributes = Member<[String]>(
      "OptionalObjectAttributes", .header("x-amz-optional-object-attributes"),
      .each([.values(S3Values.optionalObjectAttributes)]))
    static let shape = structure(
      "ListObjectVersionsRequest", bucket, delimiter, encodingType, keyMarker, maxKeys, prefix, versionIDMarker,
      expectedBucketOwner, requestPayer, optionalObjectAttributes)
  }
  enum Output: StructureShape {
    static let isTruncated = Member<Bool>("IsTruncated")
    static let keyMarker = Member<String>("KeyMarker")
    static let versionIDMarker = Member<String>("VersionIdMarker")
    static let nextKeyMarker = Member<String>("NextKeyMarker")
    static let nextVersionIDMarker = Member<String>("NextVersionIdMarker")
    static let versions = Member<[Values<ObjectVersion>]>("Versions", .xmlName("Version"), .flattened)
    static let deleteMarkers = Member<[Values<DeleteMarkerEntry>]>(
      "DeleteMarkers", .xmlName("DeleteMarker"), .flattened)
    static let name = Member<String>("Name")
    static let prefix = Member<String>("Prefix")
    static let delimiter = Member<String>("Delimiter")
    static let maxKeys = Member<Int32>("MaxKeys")
    static let commonPrefixes = Member<[Values<CommonPrefix>]>("CommonPrefixes", .flattened)
    static let encodingType = Member<String>("EncodingType", .values(S3Values.encodingType))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "ListObjectVersionsOutput", xmlName: "ListVersionsResult",
      [
        isTruncated, keyMarker, versionIDMarker, nextKeyMarker, nextVersionIDMarker, versions, deleteMarkers, name,
        prefix, delimiter, maxKeys, commonPrefixes, encodingType, requestCharged,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let limit = try S3Service.pageLimit(input[Input.maxKeys], "max-keys")
    let prefix = input[Input.prefix] ?? ""
    let delimiter = input[Input.delimiter] ?? ""
    let start = try start(input, bucket, prefix: prefix, delimiter: delimiter, service)
    let page = try service.versions.page(bucket, prefix: prefix, delimiter: delimiter, from: start, limit: limit)
    let encoded = input[Input.encodingType] != nil
    let showsRestore = input.has(Input.optionalObjectAttributes)
    func shown(_ key: String) -> String { encoded ? KeyEncoding.url(key) : key }
    return .now(
      .with { out in
        out[Output.name] = bucket.name
        out[Output.prefix] = shown(prefix)
        out[Output.keyMarker] = shown(input[Input.keyMarker] ?? "")
        out[Output.versionIDMarker] = input[Input.versionIDMarker] ?? ""
        out[Output.maxKeys] = Int32(limit)
        out[Output.isTruncated] = page.isTruncated
        if !delimiter.isEmpty { out[Output.delimiter] = shown(delimiter) }
        if encoded { out[Output.encodingType] = "url" }
        if page.isTruncated {
          out[Output.nextKeyMarker] = shown(page.lastKey)
          out[Output.nextVersionIDMarker] = page.lastVersion
        }
        var versions: [Values<ObjectVersion>] = []
        var markers: [Values<DeleteMarkerEntry>] = []
        for entry in page.entries {
          let owner = service.owner(entry.object.owner.isEmpty ? bucket.account : entry.object.owner)
          if entry.object.isDeleteMarker {
            markers.append(DeleteMarkerEntry.of(entry.object, key: shown(entry.key), owner))
          } else {
            var version = ObjectVersion.of(entry.object, key: shown(entry.key), owner)
            if showsRestore, let archive = entry.object.archive {
              version[ObjectVersion.restoreStatus] = RestoreStatus.of(archive, now: request.now)
            }
            versions.append(version)
          }
        }
        if !versions.isEmpty { out[Output.versions] = versions }
        if !markers.isEmpty { out[Output.deleteMarkers] = markers }
        if !page.commonPrefixes.isEmpty {
          out[Output.commonPrefixes] = page.commonPrefixes.map { CommonPrefix.of($0, encoded: encoded) }
        }
      })
  }

  private static func start(
    _ input: Values<Input>, _ bucket: StoredBucket, prefix: String, delimiter: String, _ service: S3Service
  ) throws(AWSError) -> VersionListing.Start {
    let key = input[Input.keyMarker] ?? ""
    guard let version = input[Input.versionIDMarker] else {
      return VersionListing.Start(key: ObjectListing.start(after: key, prefix: prefix, delimiter: delimiter))
    }
    if key.isEmpty {
      throw AWSError.invalidArgument(
        "version-id-marker", version, "A version-id marker cannot be specified without a key marker.")
    }
    if version.isEmpty {
      throw AWSError.invalidArgument("version-id-marker", "", "A version-id marker cannot be empty.")
    }
    if version == "null" {
      guard let marked = try service.store.version(bucket, key, "null") else {
        return VersionListing.Start(key: KeyBounds.after(Array(key.utf8)))
      }
      return VersionListing.Start(key: Array(key.utf8), age: -marked.id + 1)
    }
    guard let row = VersionID.row(version) else {
      throw AWSError.invalidArgument("version-id-marker", version, "Invalid version id specified")
    }
    return VersionListing.Start(key: Array(key.utf8), age: -row + 1)
  }
}

enum ObjectVersion: StructureShape {
  static let eTag = Member<String>("ETag")
  static let checksumAlgorithm = Member<[String]>(
    "ChecksumAlgorithm", .flattened, .each([.values(S3Values.checksumAlgorithm)]))
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let size = Member<Int>("Size")
  static let storageClass = Member<String>("StorageClass")
  static let key = Member<String>("Key", .atLeast(1))
  static let versionID = Member<String>("VersionId")
  static let isLatest = Member<Bool>("IsLatest")
  static let lastModified = Member<Timestamp>("LastModified")
  static let owner = Member<Values<Owner>>("Owner")
  static let restoreStatus = Member<Values<RestoreStatus>>("RestoreStatus")
  static let shape = structure(
    "ObjectVersion", eTag, checksumAlgorithm, checksumType, size, storageClass, key, versionID, isLatest, lastModified,
    owner, restoreStatus)

  static func of(_ object: StoredObject, key shown: String, _ owner: Values<Owner>) -> Values<ObjectVersion> {
    .with {
      $0[eTag] = object.quotedETag
      if let checksum = object.checksum {
        $0[checksumAlgorithm] = [checksum.algorithm.name]
        $0[checksumType] = checksum.type.name
      }
      $0[size] = object.size
      $0[storageClass] = object.storageClass
      $0[key] = shown
      $0[versionID] = object.versionID
      $0[isLatest] = object.state != .noncurrent
      $0[lastModified] = Timestamp(seconds: object.modified.seconds)
      $0[self.owner] = owner
    }
  }
}

enum DeleteMarkerEntry: StructureShape {
  static let owner = Member<Values<Owner>>("Owner")
  static let key = Member<String>("Key", .atLeast(1))
  static let versionID = Member<String>("VersionId")
  static let isLatest = Member<Bool>("IsLatest")
  static let lastModified = Member<Timestamp>("LastModified")
  static let shape = structure("DeleteMarkerEntry", owner, key, versionID, isLatest, lastModified)

  static func of(_ marker: StoredObject, key shown: String, _ owner: Values<Owner>) -> Values<DeleteMarkerEntry> {
    .with {
      $0[self.owner] = owner
      $0[key] = shown
      $0[versionID] = marker.versionID
      $0[isLatest] = marker.state != .noncurrent
      $0[lastModified] = Timestamp(seconds: marker.modified.seconds)
    }
  }
}
