package import Protocols
package import Runtime
package import Storage

/// Amazon S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html), on one page: what it is on the wire, what it
/// can do, who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class S3Service: Service, @unchecked Sendable {
  static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  package static let description = ServiceDescription(
    name: "s3", title: "S3", model: "s3/2006-03-01", signingName: "s3", apiVersion: "2006-03-01",
    xmlNamespace: namespace, xmlFraction: .milliseconds, protocols: [.restXML], validationCode: "InvalidArgument",
    internalCode: "InternalError", bodyLimit: 4 << 20, violation: AWSError.violation,
    throttled: AWSError("SlowDown", "Please reduce your request rate.", status: 503), documentBody: DocumentBody.plain)

  /// The most bytes that one upload of an object or part may have.
  static let objectLimit = 5 << 30

  package static let unbuilt = S3Unbuilt.operations

  package var operations: [OperationEntry] {
    let all = objectOperations + accessOperations + configurations
    guard access != nil else { return all }
    let service = LoopOnly(self)
    return all.map { entry in
      entry.guarded { (input: Structure, request: RequestContext) throws(AWSError) in
        try service.value.access?.check(entry.name, input, request)
      }
    }
  }

  private var objectOperations: [OperationEntry] {
    [
      OperationEntry(AbortMultipartUpload.self, on: self),
      OperationEntry(CompleteMultipartUpload.self, on: self),
      OperationEntry(CopyObject.self, on: self),
      OperationEntry(CreateBucket.self, on: self),
      OperationEntry(CreateMultipartUpload.self, on: self),
      OperationEntry(DeleteBucket.self, on: self),
      OperationEntry(DeleteObject.self, on: self),
      OperationEntry(DeleteObjectTagging.self, on: self),
      OperationEntry(DeleteObjects.self, on: self),
      OperationEntry(GetBucketLocation.self, on: self),
      OperationEntry(GetBucketVersioning.self, on: self),
      OperationEntry(GetObject.self, on: self),
      OperationEntry(GetObjectTagging.self, on: self),
      OperationEntry(HeadBucket.self, on: self),
      OperationEntry(HeadObject.self, on: self),
      OperationEntry(ListBuckets.self, on: self),
      OperationEntry(ListMultipartUploads.self, on: self),
      OperationEntry(ListObjectVersions.self, on: self),
      OperationEntry(ListObjects.self, on: self),
      OperationEntry(ListObjectsV2.self, on: self),
      OperationEntry(ListParts.self, on: self),
      OperationEntry(PutBucketVersioning.self, on: self),
      OperationEntry(streaming: PutObject.self, on: self),
      OperationEntry(PutObjectTagging.self, on: self),
      OperationEntry(RestoreObject.self, on: self),
      OperationEntry(streaming: UploadPart.self, on: self),
      OperationEntry(UploadPartCopy.self, on: self),
    ]
  }

  package var unmodelled: [OperationEntry] {
    [OperationEntry(GetWebsite.self, on: self), OperationEntry(streaming: PostObject.self, on: self)]
  }

  let store: S3Store
  let uploads: UploadStore
  let listing: ObjectListing
  let versions: VersionListing
  let blobs: BlobStore
  let line: HashingLine
  let outbox: EventOutbox
  let lifecycle: LifecycleWorker
  let restoredCopies: RestoredCopies
  var ids = IDs()
  let setting: ServiceSetting
  let names: AccountNames
  /// Who may touch what; nil where signatures are not verified and everyone may.
  private(set) var access: S3Access?
  private let dropped: DroppedBodies

  /// `blobs` is where bodies of more than 64 KiB live, on the data folder's own file system.
  package init(_ database: Database, _ blobs: BlobStore, _ setting: ServiceSetting) throws {
    let store = try S3Store(database)
    self.store = store
    self.blobs = blobs
    line = HashingLine(blobs)
    self.setting = setting
    names = AccountNames(setting.configuration.accountNames)
    uploads = try UploadStore(database, store)
    listing = try ObjectListing(database)
    versions = try VersionListing(database)
    outbox = try EventOutbox(database)
    lifecycle = try LifecycleWorker(database, setting)
    restoredCopies = try RestoredCopies(database)
    let dropped = DroppedBodies(store, blobs, setting)
    self.dropped = dropped
    if setting.configuration.verifiesSignatures { access = S3Access(self) }
    store.onDrop = { [unowned store] in dropped.follow(store.round) }
  }

  package func start() {
    setting.workers.spawn("s3 sweep") { [dropped] in await dropped.run() }
    let events = EventWorker(outbox: LoopOnly(outbox), setting: setting)
    setting.workers.spawn("s3 events") { await events.run() }
    setting.workers.spawn("s3 lifecycle") { [lifecycle] in await lifecycle.run(self) }
  }

  package func reset(account: String?) throws(AWSError) {
    for bucket in Array(store.buckets.values) where account == nil || bucket.account == account {
      try store.deleteBucket(bucket)
    }
    try outbox.drop(account: account)
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("buckets", store.buckets.count)] }

  /// Loop only.
  func spawn(_ name: String, _ body: @escaping @Sendable () async -> Void) { setting.workers.spawn(name, body) }

  var now: Timestamp { setting.clock.now }
  var cloud: Cloud { setting.cloud }
  var ports: Ports { setting.ports }
  var loop: any Loop { setting.cloud.loop }

  // MARK: What most operations ask first

  /// The bucket of that name. `owner` is the account that the caller expects to own it.
  func bucket(_ name: String, owner: String?) throws(AWSError) -> StoredBucket {
    guard let bucket = store.buckets[name] else { throw AWSError.noSuchBucket(name) }
    if let owner, owner != bucket.account { throw AWSError.accessDenied() }
    return bucket
  }

  /// Of an expected owner, in the operations on policies: AWS says so there (recorded), and denies elsewhere.
  static func checkAccount(_ owner: String?) throws(AWSError) {
    guard let owner, owner.utf8.count != 12 || !owner.utf8.allSatisfy({ $0 &- 48 < 10 }) else { return }
    throw AWSError(
      "InvalidBucketOwnerAWSAccountID",
      "The value of the expected bucket owner parameter must be an AWS Account ID... [\(owner)]")
  }

  static func checkKey(_ key: String) throws(AWSError) {
    if key.utf8.count > 1024 { throw AWSError.keyTooLong(key.utf8.count) }
  }

  /// The class as it is kept; those of directory buckets and of devices are none for a general purpose bucket.
  static func storageClass(_ name: String?) throws(AWSError) -> String {
    guard let name else { return "STANDARD" }
    switch name {
    case "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
      "DEEP_ARCHIVE",
      "GLACIER_IR":
      return name
    default: throw AWSError.invalidStorageClass(name)
    }
  }

  /// At most 1,000 a page, whatever was asked for.
  static func pageLimit(_ asked: Int32?, _ name: String) throws(AWSError) -> Int {
    guard let asked else { return 1000 }
    if asked < 0 {
      throw AWSError.invalidArgument(
        name, "\(asked)", "Argument \(name) must be an integer between 0 and 2147483647")
    }
    return min(1000, Int(asked))
  }
}
