import Protocols

/// What is kept of an object beside its headers and tags: how it is encrypted, who may touch it, and its lock. Kept as
/// lines of text, `name` and `value` in turn; empty for an object that has nothing of it.
struct ObjectAttributes: Sendable, Equatable {
  /// `aws:kms`, `aws:kms:dsse`; nil: `AES256`.
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

  init() {}

  func isRestored(_ now: Timestamp) -> Bool { restoredUntil.map { $0 > now } ?? false }

  var stored: String {
    var text = ""
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      text += name + "\n" + value + "\n"
    }
    add("sse", encryption)
    add("kms", kmsKey)
    add("context", kmsContext)
    if usesBucketKey { add("bucket-key", "1") }
    add("customer-key", customerKeyMD5)
    add("acl", acl)
    add("lock", lockMode)
    add("until", retainUntil.map { "\($0.milliseconds)" })
    add("hold", hasLegalHold.map { $0 ? "1" : "0" })
    add("restored", restoredUntil.map { "\($0.milliseconds)" })
    return text
  }

  init(stored: String) {
    if stored.isEmpty { return }
    var name: Substring?
    for line in stored.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      let line = Substring(line)
      guard let key = name else {
        name = line
        continue
      }
      name = nil
      set(key, String(line))
    }
  }

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
