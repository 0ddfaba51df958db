import Protocols

/// A NextToken: where the next page begins, in base64 with a checksum.
enum PageToken {
  static func text(after position: [UInt8]) -> String { Base64.encode(seal(position) + position) }

  static func position(_ text: String) throws(AWSError) -> [UInt8] {
    guard let bytes = Base64.decode(text), bytes.count > 4 else { throw invalid }
    let position = Array(bytes[4...])
    guard seal(position) == Array(bytes[..<4]) else { throw invalid }
    return position
  }

  private static var invalid: AWSError { AWSError.invalidInput("Invalid token.") }
  private static func seal(_ bytes: [UInt8]) -> [UInt8] { Array(MD5.hash(Array("glue page".utf8) + bytes).prefix(4)) }
}
