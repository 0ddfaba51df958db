/// A pattern that is one class of characters given by `\uXXXX` ranges, any number of times, as Glue's and Athena's models
/// have it: `[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*`. A pair of surrogates, which Swift's own engine
/// refuses, is the character it stands for in UTF-16.
struct ScalarClass: Sendable {
  private var ranges: [ClosedRange<UInt32>] = []
  private let mayBeEmpty: Bool

  /// nil for every other pattern.
  init?(_ source: String) {
    let bytes = Array(source.utf8)
    mayBeEmpty = source.hasSuffix("]*")
    guard source.hasPrefix("["), mayBeEmpty || source.hasSuffix("]+"), source.contains(#"\u"#), bytes.count > 3 else {
      return nil
    }
    var index = 1
    let end = bytes.count - 2
    while index < end {
      guard let low = ScalarClass.scalar(bytes, &index, end) else { return nil }
      if index + 1 < end, bytes[index] == UInt8(ascii: "-") {
        index += 1
        guard let high = ScalarClass.scalar(bytes, &index, end), high >= low else { return nil }
        ranges.append(low...high)
      } else {
        ranges.append(low...low)
      }
    }
  }

  func matches(_ value: String) -> Bool {
    if value.isEmpty { return mayBeEmpty }
    for scalar in value.unicodeScalars where !ranges.contains(where: { $0.contains(scalar.value) }) { return false }
    return true
  }

  private static func scalar(_ bytes: [UInt8], _ index: inout Int, _ end: Int) -> UInt32? {
    guard let first = unit(bytes, &index, end) else { return nil }
    guard (0xD800...0xDBFF).contains(first) else { return first }
    guard let second = unit(bytes, &index, end), (0xDC00...0xDFFF).contains(second) else { return nil }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private static func unit(_ bytes: [UInt8], _ index: inout Int, _ end: Int) -> UInt32? {
    let byte = bytes[index]
    index += 1
    guard byte == UInt8(ascii: "\\") else { return byte < 128 && byte != UInt8(ascii: "[") ? UInt32(byte) : nil }
    guard index < end else { return nil }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "u"):
      guard index + 4 <= end else { return nil }
      let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
      index += 4
      return UInt32(digits, radix: 16)
    default: return nil
    }
  }
}
