import Protocols
import Runtime

/// Deletes up to 1,000 objects; each succeeds or fails alone.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
enum DeleteObjects: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}?delete")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let delete = Required<Values<DeletionList>>(
      "Delete", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let mfa = Member<String>("MFA", .header("x-amz-mfa"), .notEmulated)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let bypassGovernanceRetention = Member<Bool>(
      "BypassGovernanceRetention", .header("x-amz-bypass-governance-retention"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let shape = structure(
      "DeleteObjectsRequest", bucket, delete, mfa, requestPayer, bypassGovernanceRetention, expectedBucketOwner,
      checksumAlgorithm)
  }
  enum Output: StructureShape {
    static let deleted = Member<[Values<DeletedObject>]>("Deleted", .flattened)
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let errors = Member<[Values<DeleteError>]>("Errors", .xmlName("Error"), .flattened)
    static let shape = structure("DeleteObjectsOutput", xmlName: "DeleteResult", [deleted, requestCharged, errors])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    if let head = request.head { try checkHashIsGiven(head) }
    let list = input[Input.delete]
    let objects = list[DeletionList.objects]
    guard (1...1000).contains(objects.count) else { throw AWSError.malformedXML() }
    var deleted: [Values<DeletedObject>] = []
    var errors: [Values<DeleteError>] = []
    for object in objects {
      let key = object[ObjectIdentifier.key]
      let version = object[ObjectIdentifier.versionID]
      let deletion = Deletion(
        key: key, version: version, etag: object[ObjectIdentifier.eTag],
        modified: object[ObjectIdentifier.lastModifiedTime], size: object[ObjectIdentifier.size],
        bypass: input[Input.bypassGovernanceRetention])
      do throws(AWSError) {
        try service.access?.check(.deleteObject, bucket, key: key, version: version, request)
        let outcome = try deletion.perform(in: bucket, request, service)
        if list[DeletionList.quiet] == true { continue }
        deleted.append(
          .with {
            $0[DeletedObject.key] = key
            $0[DeletedObject.versionID] = version
            if outcome.isMarker {
              $0[DeletedObject.deleteMarker] = true
              $0[DeletedObject.deleteMarkerVersionID] = outcome.version
            }
          })
      } catch {
        // A failure of ours takes back the whole request.
        if error.cause != nil { throw error }
        errors.append(
          .with {
            $0[DeleteError.key] = key
            $0[DeleteError.versionID] = version
            $0[DeleteError.code] = error.code
            $0[DeleteError.message] = error.message
          })
      }
    }
    return .now(
      .with {
        if !deleted.isEmpty { $0[Output.deleted] = deleted }
        if !errors.isEmpty { $0[Output.errors] = errors }
      })
  }

  private static func checkHashIsGiven(_ head: HTTPRequestHead) throws(AWSError) {
    if head.fields["Content-MD5"] != nil || head.fields["x-amz-trailer"] != nil { return }
    for field in head.fields.all where ChecksumAlgorithm(header: field.name) != nil { return }
    throw AWSError.invalidRequest(
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
  }
}

enum DeletionList: StructureShape {
  static let objects = Required<[Values<ObjectIdentifier>]>("Objects", .xmlName("Object"), .flattened)
  static let quiet = Member<Bool>("Quiet")
  static let shape = structure("Delete", objects, quiet)
}

enum ObjectIdentifier: StructureShape {
  static let key = Required<String>("Key", .atLeast(1))
  static let versionID = Member<String>("VersionId")
  static let eTag = Member<String>("ETag")
  static let lastModifiedTime = Member<Timestamp>("LastModifiedTime", .timestamp(.httpDate))
  static let size = Member<Int>("Size")
  static let shape = structure("ObjectIdentifier", key, versionID, eTag, lastModifiedTime, size)
}

enum DeletedObject: StructureShape {
  static let key = Member<String>("Key", .atLeast(1))
  static let versionID = Member<String>("VersionId")
  static let deleteMarker = Member<Bool>("DeleteMarker")
  static let deleteMarkerVersionID = Member<String>("DeleteMarkerVersionId")
  static let shape = structure("DeletedObject", key, versionID, deleteMarker, deleteMarkerVersionID)
}

enum DeleteError: StructureShape {
  static let key = Member<String>("Key", .atLeast(1))
  static let versionID = Member<String>("VersionId")
  static let code = Member<String>("Code")
  static let message = Member<String>("Message")
  static let shape = structure("Error", key, versionID, code, message)
}
