import Protocols

/// A page of a list: 100 entries unless asked, and a marker for the next.
enum Page {
  static let size: Int32 = 100

  /// The key behind which the page begins; empty without a marker.
  static func position(_ marker: String?) throws(AWSError) -> String {
    guard let marker else { return "" }
    guard let bytes = Base64.decode(marker), bytes.count > 16, Array(bytes[..<16]) == seal(Array(bytes[16...])) else {
      throw AWSError("ValidationError", "Invalid Marker.")
    }
    return String(decoding: bytes[16...], as: UTF8.self)
  }

  /// The first `limit` of what was found, and the marker of the rest where there is more.
  static func cut<T>(_ found: [T], _ limit: Int, _ key: (T) -> String) -> (entries: [T], marker: String?) {
    guard found.count > limit else { return (found, nil) }
    let position = Array(key(found[limit - 1]).utf8)
    return (Array(found.prefix(limit)), Base64.encode(seal(position) + position))
  }

  /// As `cut`, of a whole list that is in the order of its keys.
  static func of<T>(
    _ all: [T], after marker: String?, limit: Int32?, _ key: (T) -> String
  ) throws(AWSError) -> (entries: [T], marker: String?) {
    let position = try position(marker)
    let rest = position.isEmpty ? all : all.filter { position < key($0) }
    return cut(rest, Int(limit ?? size), key)
  }

  private static func seal(_ bytes: [UInt8]) -> [UInt8] { MD5.hash(Array("iam page".utf8) + bytes) }
}
