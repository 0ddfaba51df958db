import Protocols

/// What is kept of an object beside its headers and tags: how it is encrypted, who may touch it, and its lock. Kept as
/// `KeptLines`; empty for an object that has nothing of it.
struct ObjectAttributes: Sendable, Equatable {
  /// `aws:kms`, `aws:kms:dsse`, `notEncrypted`; nil: `AES256`.
  var encryption: String?
  /// The ARN of the key.
  var kmsKey: String?
  /// As it was sent: base64 of JSON.
  var kmsContext: String?
  var usesBucketKey = false
  /// Base64 of the MD5 of the customer's key: the body is encrypted with it (SSE-C).
  var customerKeyMD5: String?
  /// `AccessControlList`, as it is kept; nil: the owner alone.
  var acl: String?
  /// `GOVERNANCE` or `COMPLIANCE`
  var lockMode: String?
  var retainUntil: Timestamp?
  var hasLegalHold: Bool?
  /// The end of a restored copy of an archived object.
  var restoredUntil: Timestamp?

  /// As objects were before January 2023 whose writers and buckets asked for nothing.
  static let notEncrypted = "none"

  init() {}

  func isRestored(_ now: Timestamp) -> Bool { restoredUntil.map { $0 > now } ?? false }

  var stored: String {
    var lines = KeptLines()
    lines.add("sse", encryption)
    lines.add("kms", kmsKey)
    lines.add("context", kmsContext)
    if usesBucketKey { lines.add("bucket-key", "1") }
    lines.add("customer-key", customerKeyMD5)
    lines.add("acl", acl)
    lines.add("lock", lockMode)
    lines.add("until", retainUntil.map { "\($0.milliseconds)" })
    lines.add("hold", hasLegalHold.map { $0 ? "1" : "0" })
    lines.add("restored", restoredUntil.map { "\($0.milliseconds)" })
    return lines.text
  }

  init(stored: String) { KeptLines.read(stored) { set($0, $1) } }

  private mutating func set(_ name: Substring, _ value: String) {
    func moment(_ text: String) -> Timestamp? { Int64(text).map { Timestamp(milliseconds: $0) } }
    switch name {
    case "sse": encryption = value
    case "kms": kmsKey = value
    case "context": kmsContext = value
    case "bucket-key": usesBucketKey = true
    case "customer-key": customerKeyMD5 = value
    case "acl": acl = value
    case "lock": lockMode = value
    case "until": retainUntil = moment(value)
    case "hold": hasLegalHold = value == "1"
    case "restored": restoredUntil = moment(value)
    default: break
    }
  }
}
