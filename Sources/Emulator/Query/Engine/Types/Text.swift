/// Text as UTF-8 bytes.
enum Text {
  static func trimmedRight(_ bytes: [UInt8]) -> [UInt8] {
    var end: Int = bytes.count
    while end > 0, bytes[end - 1] == 32 { end -= 1 }
    return end == bytes.count ? bytes : Array(bytes[..<end])
  }

  static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    var start = 0
    var end: Int = bytes.count
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return Array(bytes[start..<end])
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// How many code points.
  static func length(_ bytes: [UInt8]) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The offset of the code point number `index`, or the end.
  static func offset(of index: Int, in bytes: [UInt8]) -> Int {
    var seen = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if seen == index { return offset }
      seen += 1
    }
    return bytes.count
  }

  /// The first `count` code points.
  static func prefix(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    if bytes.count <= count { return bytes }
    return Array(bytes[..<offset(of: count, in: bytes)])
  }

  /// Cut or padded with blanks to a char's length.
  static func padded(_ bytes: [UInt8], to length: Int) -> [UInt8] {
    let count: Int = self.length(bytes)
    if count == length { return bytes }
    if count > length { return prefix(bytes, length) }
    return bytes + [UInt8](repeating: 32, count: length - count)
  }

  static func find(_ part: [UInt8], in whole: [UInt8], from start: Int = 0) -> Int? {
    if part.isEmpty { return start <= whole.count ? start : nil }
    if whole.count < part.count { return nil }
    var at: Int = start
    let last: Int = whole.count - part.count
    while at <= last {
      if whole[at] == part[0] {
        var matched = 1
        while matched < part.count, whole[at + matched] == part[matched] { matched += 1 }
        if matched == part.count { return at }
      }
      at += 1
    }
    return nil
  }
}
