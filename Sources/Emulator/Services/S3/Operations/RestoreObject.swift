import Protocols
import Runtime

/// Makes the bytes of an archived object (GLACIER, DEEP_ARCHIVE) readable for some days. Here that takes no time,
/// whatever the tier; the days count by the emulator's clock and end at a midnight (UTC).
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html
enum RestoreObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}?restore")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let restoreRequest = Member<Values<RestoreRequest>>(
      "RestoreRequest", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "RestoreObjectRequest", bucket, key, versionID, restoreRequest, requestPayer, checksumAlgorithm,
      expectedBucketOwner)
  }
  enum Output: StructureShape {
    /// 202 where a copy is made, 200 where there is one whose days change.
    static let status = Member<Int32>("Status", .statusCode, .beyondModel)
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let restoreOutputPath = Member<String>("RestoreOutputPath", .header("x-amz-restore-output-path"))
    static let shape = structure("RestoreObjectOutput", status, requestCharged, restoreOutputPath)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "POST")
    guard let asked = input[Input.restoreRequest], let days = asked[RestoreRequest.days] else {
      throw AWSError.malformedXML()
    }
    guard days > 0 else { throw AWSError.malformedXML() }
    guard StoredObject.archives(object.storageClass) else {
      throw AWSError.invalidObjectState(object, "Restore is not allowed for the object's current storage class")
    }
    let tier = asked[RestoreRequest.glacierJobParameters]?[GlacierJobParameters.tier] ?? asked[RestoreRequest.tier]
    if tier == "Expedited", object.storageClass == "DEEP_ARCHIVE" {
      throw AWSError.invalidArgument("Tier", "Expedited", "Retrieval option is not supported by this storage class")
    }
    let now = request.now
    var attributes = ObjectAttributes(stored: object.attributes)
    let isThere = attributes.isRestored(now)
    let end = LifecycleRules.midnight(after: now, days: Int64(days))
    attributes.restoredUntil = end
    try service.store.setAttributes(attributes, of: object)
    try service.restoredCopies.add(object, until: end)
    var event = S3Event(
      name: .restorePost, key: key, size: object.size, etag: object.etag, versionID: bucket.shownVersion(object))
    try service.tell(event, in: bucket, request)
    if !isThere {
      event.name = .restoreCompleted
      event.restore = S3Event.Restore(end: end, storageClass: object.storageClass)
      try service.tell(event, in: bucket, request)
    }
    return .now(.with { $0[Output.status] = isThere ? 200 : 202 })
  }
}

enum RestoreRequest: StructureShape {
  static let days = Member<Int32>("Days")
  static let glacierJobParameters = Member<Values<GlacierJobParameters>>("GlacierJobParameters")
  static let type = Member<String>("Type", .values(["SELECT"]), .notEmulated)
  static let tier = Member<String>("Tier", .values(S3Values.restoreTier))
  static let description = Member<String>("Description", .notEmulated)
  static let selectParameters = Member<Values<RestoreSelection>>("SelectParameters", .notEmulated)
  static let outputLocation = Member<Values<RestoreTarget>>("OutputLocation", .notEmulated)
  static let shape = structure(
    "RestoreRequest", days, glacierJobParameters, type, tier, description, selectParameters, outputLocation)
}

enum GlacierJobParameters: StructureShape {
  static let tier = Required<String>("Tier", .values(S3Values.restoreTier))
  static let shape = structure("GlacierJobParameters", tier)
}

// Refused as wholes: AWS takes no new jobs that select from an archive.

enum RestoreSelection: StructureShape {
  static let shape = structure("SelectParameters")
}

enum RestoreTarget: StructureShape {
  static let shape = structure("OutputLocation")
}
