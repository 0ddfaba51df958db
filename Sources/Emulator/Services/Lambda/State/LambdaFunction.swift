import Protocols

/// A function as its configuration stands. A value: a change is a new one, put into the store.
struct LambdaFunction: Sendable {
  struct Key: Hashable, Sendable {
    var account: String
    var region: String
    var name: String
    var arn: String { "arn:aws:lambda:\(region):\(account):function:\(name)" }
  }

  enum Code: Sendable, Equatable {
    /// Unpacked under the code store's folder of that id. `sha256` is base64, as the API shows it; `size` in bytes.
    case zip(id: String, sha256: String, size: Int)
    /// A folder of this machine, used where it lies: edits take effect at the next invocation.
    case folder(path: String)

    var sha256: String {
      switch self {
      case .zip(_, let sha256, _): sha256
      case .folder(let path): Base64.encode(SHA256.hash(path))
      }
    }
    var size: Int {
      switch self {
      case .zip(_, _, let size): size
      case .folder: 0
      }
    }
  }

  var key: Key
  var runtime: String
  var role: String
  var handler: String
  var description = ""
  /// Seconds.
  var timeout = 3
  /// MB; told to the handler, not enforced.
  var memory = 128
  /// nil: none was ever set.
  var environment: [String: String]?
  /// MB.
  var ephemeralStorage = 512
  var architecture = "x86_64"
  /// nil: `/aws/lambda/<name>`.
  var ownLogGroup: String?
  var code: Code
  var revisionID: String
  var lastModified: Timestamp

  var logGroup: String { ownLogGroup ?? "/aws/lambda/\(key.name)" }
}
