import Protocols

/// A NextToken: where the next page begins and which request it belongs to, in base64 with a checksum.
struct PageToken {
  /// The last name or position that was told.
  var position: String
  /// What the first page was asked for; another request cannot go on with the token.
  var request: String

  init(position: String, request: String) {
    self.position = position
    self.request = request
  }

  var text: String {
    let plain = Array("\(request.utf8.count)\n\(request)\(position)".utf8)
    return Base64.encode(PageToken.seal(plain) + plain)
  }

  /// The position of a token that this request was given; nil without a token.
  static func position(_ text: String?, of request: String) throws(AWSError) -> String? {
    guard let text else { return nil }
    guard let bytes = Base64.decode(text), bytes.count > 16, seal(Array(bytes[16...])) == Array(bytes[..<16]) else {
      throw AWSError.invalidParameter("The specified nextToken is invalid.")
    }
    let plain = bytes[16...]
    let head = Array("\(request.utf8.count)\n\(request)".utf8)
    guard plain.starts(with: head) else { throw AWSError.invalidParameter("The specified nextToken is invalid.") }
    return String(decoding: plain.dropFirst(head.count), as: UTF8.self)
  }

  private static func seal(_ bytes: [UInt8]) -> [UInt8] { MD5.hash(Array("logs page".utf8) + bytes) }
}
