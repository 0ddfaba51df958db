/// The signatures of an `aws-chunked` body (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, and `…-TRAILER`): each is made over the one
/// before it, the first over the request's
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
package struct ChunkSignatures: Sendable {
  private let time: Timestamp
  private let scope: SigningScope
  private let key: [UInt8]
  private var previous: String

  /// `seed` is the signature of the request's head.
  package init(seed: String, time: Timestamp, scope: SigningScope, key: [UInt8]) {
    previous = seed
    self.time = time
    self.scope = scope
    self.key = key
  }

  /// The signature of the next chunk, whose data's SHA-256 is given in hexadecimal; the last chunk is empty.
  package mutating func chunk(hash: String) -> String {
    let text =
      "AWS4-HMAC-SHA256-PAYLOAD\n" + time.basicISO8601 + "\n" + scope.text + "\n" + previous + "\n"
      + ChunkSignatures.emptyHash + "\n" + hash
    previous = SignatureV4.sign(text, key: key)
    return previous
  }

  /// The signature of the trailer: of its fields as `name:value` and a line feed each, names in lower case.
  package mutating func trailer(_ fields: HTTPFields) -> String {
    let canonical = fields.all.map { $0.name.lowercased() + ":" + $0.value + "\n" }.joined()
    let text =
      "AWS4-HMAC-SHA256-TRAILER\n" + time.basicISO8601 + "\n" + scope.text + "\n" + previous + "\n"
      + Hex.encode(SHA256.hash(canonical))
    previous = SignatureV4.sign(text, key: key)
    return previous
  }

  /// Whether a signature that came with a chunk or trailer is the one that was due.
  package static func matches(_ due: String, _ given: String) -> Bool { SignatureV4.same(due, given) }

  private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
}
