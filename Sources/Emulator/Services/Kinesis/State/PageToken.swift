import Protocols

/// A NextToken: what the next page needs and when it was issued, in base64 with a checksum. It expires after 300 s.
struct PageToken {
  /// The last name or shard that was given.
  var position: String
  /// The stream's row, 0 for ListStreams.
  var stream: Int
  /// The filter of the first page, as text.
  var filter: String
  var issued: Int

  static let lifetime = 300_000

  init(position: String, stream: Int, filter: String = "", issued: Int) {
    self.position = position
    self.stream = stream
    self.filter = filter
    self.issued = issued
  }

  var text: String {
    let plain = Array("\(stream)\n\(issued)\n\(filter)\n\(position)".utf8)
    return Base64.encode(PageToken.seal(plain) + plain)
  }

  init?(_ text: String) {
    guard let bytes = Base64.decode(text), bytes.count > 16 else { return nil }
    let plain = Array(bytes[16...])
    guard PageToken.seal(plain) == Array(bytes[..<16]) else { return nil }
    let parts = String(decoding: plain, as: UTF8.self).split(
      separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let stream = Int(parts[0]), let issued = Int(parts[1]) else { return nil }
    self.stream = stream
    self.issued = issued
    filter = String(parts[2])
    position = String(parts[3])
  }

  private static func seal(_ bytes: [UInt8]) -> [UInt8] { MD5.hash(Array("cauce page".utf8) + bytes) }
}
