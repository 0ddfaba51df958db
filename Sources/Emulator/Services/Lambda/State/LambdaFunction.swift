import Protocols

/// A version of a function as its configuration stands; `$LATEST` is the one that changes. A value: a change is a new one,
/// put into the store.
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
    /// A container image, run by the machine's container engine.
    case image(uri: String)
    /// None: the handler is a URL, an attached client, or a closure of the program that embeds the emulator.
    case none

    var sha256: String {
      switch self {
      case .zip(_, let sha256, _): sha256
      case .folder(let path): Base64.encode(SHA256.hash(path))
      case .image(let uri): Hex.encode(SHA256.hash(uri))
      case .none: Base64.encode(SHA256.hash(""))
      }
    }
    var size: Int {
      if case .zip(_, _, let size) = self { size } else { 0 }
    }
  }

  /// What a container image is run with instead of its own settings.
  struct ImageSettings: Sendable, Equatable {
    var entryPoint: [String]?
    var command: [String]?
    var workingDirectory: String?
  }

  /// A version and its function: what a pool of processes runs.
  struct VersionKey: Hashable, Sendable {
    var key: Key
    var version: String
  }

  static let latest = "$LATEST"

  var key: Key
  /// `$LATEST`, or the number of a published version.
  var version = LambdaFunction.latest
  /// Empty for container images.
  var runtime: String
  var role: String
  /// Empty for container images.
  var handler: String
  var description = ""
  /// Seconds.
  var timeout = 3
  /// MB.
  var memory = 128
  /// nil: none was ever set.
  var environment: [String: String]?
  /// MB.
  var ephemeralStorage = 512
  var architecture = "x86_64"
  /// nil: `/aws/lambda/<name>`.
  var ownLogGroup: String?
  /// Layer versions' ARNs; a later one's files hide an earlier one's.
  var layers: [String] = []
  /// The topic that events go to which were given up.
  var deadLetterTarget: String?
  var image = ImageSettings()
  var code: Code
  var revisionID: String
  var lastModified: Timestamp

  var logGroup: String { ownLogGroup ?? "/aws/lambda/\(key.name)" }
  var versionKey: VersionKey { VersionKey(key: key, version: version) }
  var isLatest: Bool { version == LambdaFunction.latest }
  /// Where events are POSTed when the handler is a URL.
  var url: String? { handler.hasPrefix("http://") ? handler : nil }
}
