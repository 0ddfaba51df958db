import Protocols

/// The NextToken of a list: the last ARN that was told, sealed.
enum PageToken {
  /// Entries of a page.
  static let size = 100

  /// Where the page begins: behind the ARN, or at the beginning without a token.
  static func position(_ token: String?) throws(AWSError) -> String {
    guard let token, !token.isEmpty else { return "" }
    guard let bytes = Base64.decode(token), bytes.count > 16, Array(bytes[..<16]) == seal(Array(bytes[16...])) else {
      throw AWSError.invalidParameter("NextToken Reason: Invalid token")
    }
    return String(decoding: bytes[16...], as: UTF8.self)
  }

  /// The token of the next page, where `found` has one more than a page.
  static func next<T>(_ found: [T], _ arn: (T) -> String) -> String? {
    guard found.count > size else { return nil }
    let position = Array(arn(found[size - 1]).utf8)
    return Base64.encode(seal(position) + position)
  }

  private static func seal(_ bytes: [UInt8]) -> [UInt8] { MD5.hash(Array("sns page".utf8) + bytes) }
}
