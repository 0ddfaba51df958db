import Protocols

/// With which digest a topic's messages are signed
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html).
enum SignatureVersion: String, Sendable {
  /// SHA-1, the default.
  case one = "1"
  /// SHA-256.
  case two = "2"

  init(of topic: TopicRecord) {
    self = topic.attributes["SignatureVersion"] == "2" ? .two : .one
  }

  var digest: MessageSigner.Digest { self == .one ? .sha1 : .sha256 }

  /// What is signed: names and values a line each, in the order of the names; a member that is not there is left out.
  static func text(_ members: [(name: String, value: String?)]) -> String {
    var text = ""
    for member in members {
      if let value = member.value { text += "\(member.name)\n\(value)\n" }
    }
    return text
  }
}

/// A message with gaps where its signature and the address of the certificate belong. It is committed like this and signed
/// by who delivers it: signing takes too long for the Loop.
struct UnsignedText: Sendable {
  /// The gaps are the bytes 0 and 1, which no JSON text holds.
  var bytes: [UInt8]
  /// What is signed.
  var signed: String
  var version: SignatureVersion

  private static let signatureGap: UInt8 = 0
  private static let certificateGap: UInt8 = 1
  static let signatureLine = "  \"Signature\" : \"\u{0}\""
  static let certificateLine = "  \"SigningCertURL\" : \"\u{1}\""

  /// `text` has its gaps.
  init(_ text: String, signed: String, _ version: SignatureVersion) {
    bytes = Array(text.utf8)
    self.signed = signed
    self.version = version
  }

  init(stored bytes: [UInt8], signed: String, version: String) {
    self.bytes = bytes
    self.signed = signed
    self.version = SignatureVersion(rawValue: version) ?? .one
  }

  /// Makes the gaps at those places; the signature's comes first.
  init(_ bytes: [UInt8], signature: Int, certificate: Int, signed: String, _ version: SignatureVersion) {
    self.bytes = Array(bytes[..<signature])
    self.bytes.append(UnsignedText.signatureGap)
    self.bytes += bytes[signature..<certificate]
    self.bytes.append(UnsignedText.certificateGap)
    self.bytes += bytes[certificate...]
    self.signed = signed
    self.version = version
  }

  func signed(by signer: MessageSigner, certificateURL: String) -> [UInt8] {
    let signature = Base64.encode(signer.sign(Array(signed.utf8), version.digest))
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 600)
    for byte in bytes {
      switch byte {
      case UnsignedText.signatureGap: out += signature.utf8
      case UnsignedText.certificateGap: out += certificateURL.utf8
      default: out.append(byte)
      }
    }
    return out
  }
}
