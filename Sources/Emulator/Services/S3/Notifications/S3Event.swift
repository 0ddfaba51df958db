import Protocols

/// Something that happened to an object, as S3 tells it
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
struct S3Event: Sendable {
  enum Name: String, Sendable {
    case put = "ObjectCreated:Put"
    case post = "ObjectCreated:Post"
    case copy = "ObjectCreated:Copy"
    case completeMultipartUpload = "ObjectCreated:CompleteMultipartUpload"
    case delete = "ObjectRemoved:Delete"
    case deleteMarker = "ObjectRemoved:DeleteMarkerCreated"
    case restorePost = "ObjectRestore:Post"
    case restoreCompleted = "ObjectRestore:Completed"
    case restoreDelete = "ObjectRestore:Delete"
    case acl = "ObjectAcl:Put"
    case taggingPut = "ObjectTagging:Put"
    case taggingDelete = "ObjectTagging:Delete"
    case expiration = "LifecycleExpiration:Delete"
    case expirationMarker = "LifecycleExpiration:DeleteMarkerCreated"
    case transition = "LifecycleTransition"

    var full: String { "s3:" + rawValue }

    /// `eventVersion`
    var version: String {
      switch self {
      case .acl, .taggingPut, .taggingDelete, .expiration, .expirationMarker, .transition: "2.3"
      default: "2.1"
      }
    }

    /// Those that change what the object is have an order among them.
    var hasSequencer: Bool {
      switch self {
      case .acl, .taggingPut, .taggingDelete: false
      default: true
      }
    }
  }

  /// That of a delete marker, which has no bytes.
  static let emptyETag = "d41d8cd98f00b204e9800998ecf8427e"

  var name: Name
  var key: String
  /// Told of what was written, not of what was deleted.
  var size: Int?
  var etag: String?
  var versionID: String?
  /// Of `restoreCompleted`.
  var restore: Restore?

  struct Restore: Sendable {
    var end: Timestamp
    /// What the object is archived in.
    var storageClass: String
  }

  /// What tells an event apart from others of the same bucket.
  struct Circumstances: Sendable {
    var time: Timestamp
    /// The emulator's number of the event: later events of a key have greater ones.
    var sequence: Int
    var caller: Caller
    var requestID: String
    var sourceIP: String
  }

  /// `{"Records":[…]}`
  func message(_ circumstances: Circumstances, bucket: StoredBucket, configuration id: String) -> [UInt8] {
    var object: [JSONObject.Member] = [.init(key: "key", value: .string(KeyEncoding.url(key)))]
    if let size { object.append(.init(key: "size", value: .number("\(size)"))) }
    if let etag { object.append(.init(key: "eTag", value: .string(etag))) }
    if let versionID { object.append(.init(key: "versionId", value: .string(versionID))) }
    if name.hasSequencer {
      object.append(.init(key: "sequencer", value: .string(S3Event.sequencer(circumstances))))
    }
    let owner: JSONValue = ["principalId": .string(S3Event.customer(bucket.account))]
    let named: JSONValue = [
      "name": .string(bucket.name), "ownerIdentity": owner, "arn": .string("arn:aws:s3:::\(bucket.name)"),
    ]
    let what: JSONValue = [
      "s3SchemaVersion": "1.0", "configurationId": .string(id), "bucket": named, "object": .object(JSONObject(object)),
    ]
    let answer: JSONValue = [
      "x-amz-request-id": .string(circumstances.requestID),
      "x-amz-id-2": .string(S3Event.extendedID(circumstances.requestID)),
    ]
    var record: [JSONObject.Member] = [
      .init(key: "eventVersion", value: .string(name.version)), .init(key: "eventSource", value: "aws:s3"),
      .init(key: "awsRegion", value: .string(bucket.region)),
      .init(key: "eventTime", value: .string(circumstances.time.iso8601(.milliseconds))),
      .init(key: "eventName", value: .string(name.rawValue)),
      .init(key: "userIdentity", value: ["principalId": .string(S3Event.principal(circumstances.caller))]),
      .init(key: "requestParameters", value: ["sourceIPAddress": .string(circumstances.sourceIP)]),
      .init(key: "responseElements", value: answer), .init(key: "s3", value: what),
    ]
    if let restore {
      let data: JSONValue = [
        "lifecycleRestorationExpiryTime": .string(restore.end.iso8601(.milliseconds)),
        "lifecycleRestoreStorageClass": .string(restore.storageClass),
      ]
      record.append(.init(key: "glacierEventData", value: ["restoreEventData": data]))
    }
    let whole: JSONValue = ["Records": [.object(JSONObject(record))]]
    return whole.bytes
  }

  /// What a topic is sent when it becomes a target.
  static func test(bucket: String, time: Timestamp, requestID: String) -> [UInt8] {
    let message: JSONValue = [
      "Service": "Amazon S3", "Event": "s3:TestEvent", "Time": .string(time.iso8601(.milliseconds)),
      "Bucket": .string(bucket), "RequestId": .string(requestID), "HostId": .string(extendedID(requestID)),
    ]
    return message.bytes
  }

  private static func principal(_ caller: Caller) -> String {
    let name = caller.arn.split(separator: ":", maxSplits: 5).last.map(String.init) ?? ""
    return name == "root" || name.isEmpty ? "AWS:\(caller.account)" : "AWS:\(name)"
  }

  /// The customer's id of an account: `A` and thirteen letters and digits that follow from its number.
  private static func customer(_ account: String) -> String {
    "A" + Hex.encode(SHA256.hash("customer of \(account)")).uppercased().prefix(13)
  }

  private static func extendedID(_ requestID: String) -> String {
    let bytes = Array(requestID.utf8)
    return Base64.encode(Array((bytes + bytes).prefix(72)))
  }

  /// Hexadecimal digits that order the events of a key.
  private static func sequencer(_ circumstances: Circumstances) -> String {
    let digits = String(circumstances.sequence, radix: 16, uppercase: true)
    return "00" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
  }
}
