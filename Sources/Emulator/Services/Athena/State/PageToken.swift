import Protocols

/// A NextToken: a position in what is listed, in base64 with a checksum over it and what it belongs to.
enum PageToken {
  static func text(_ position: String, of subject: String) -> String {
    let bytes = Array(position.utf8)
    return Base64.encode(seal(bytes, subject) + bytes)
  }

  static func position(_ text: String, of subject: String) throws(AWSError) -> String {
    guard let bytes = Base64.decode(text), bytes.count > 4 else { throw AWSError.invalidToken() }
    let position = Array(bytes[4...])
    guard seal(position, subject) == Array(bytes[..<4]) else { throw AWSError.invalidToken() }
    return String(decoding: position, as: UTF8.self)
  }

  private static func seal(_ bytes: [UInt8], _ subject: String) -> [UInt8] {
    Array(MD5.hash(Array(subject.utf8) + [0] + bytes).prefix(4))
  }
}
