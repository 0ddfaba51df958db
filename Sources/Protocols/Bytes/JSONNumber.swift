/// A number as it stands in JSON, its grammar already checked and its digits exact. Borrows the reader's bytes.
package struct JSONNumber {
  package let raw: UnsafeRawBufferPointer
  /// Neither a fraction nor an exponent is written.
  package let isInteger: Bool

  package var string: String { String(decoding: raw, as: UTF8.self) }

  /// The value of an integer that fits, else nil.
  package var int64: Int64? { isInteger ? DecimalText.int64(raw) : nil }

  /// The nearest double; infinite where the number is too large for one.
  package var double: Double { DecimalText.double(raw) ?? .nan }
}

extension JSONReader {
  /// Reads the number that begins at `offset`.
  mutating func scanNumber() throws(JSONError) -> JSONNumber {
    let start = offset
    var index = start
    var isInteger = true
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
    if bytes[index] == UInt8(ascii: "0") {
      index += 1
    } else {
      index = try digits(index)
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      isInteger = false
      index = try digits(index + 1)
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      index = try digits(index)
    }
    offset = index
    return JSONNumber(raw: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), isInteger: isInteger)
  }

  /// Passes over one digit or more.
  private func digits(_ from: Int) throws(JSONError) -> Int {
    var index = from
    while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
    if index == from { throw JSONError(index < bytes.count ? .invalidNumber : .unexpectedEnd, at: index) }
    return index
  }
}

/// Numbers from decimal text, as JSON, XML, forms and headers write them.
package enum DecimalText {
  /// An optional `-` and digits, all of it; nil for anything else and for what does not fit.
  package static func int64(_ text: UnsafeRawBufferPointer) -> Int64? {
    var index = 0
    let negative = text.first == UInt8(ascii: "-")
    if negative { index = 1 }
    guard index < text.count else { return nil }
    var value: Int64 = 0
    while index < text.count {
      let digit = text[index] &- 48
      guard digit < 10 else { return nil }
      let (times, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, past) = times.subtractingReportingOverflow(Int64(digit))
      if over || past { return nil }
      value = sum
      index += 1
    }
    if negative { return value }
    return value == .min ? nil : -value
  }

  package static func int64(_ text: String) -> Int64? {
    var text = text
    return text.withUTF8 { int64(UnsafeRawBufferPointer($0)) }
  }

  /// A decimal number with optional fraction and exponent, all of it. Nil where the text is not one: `NaN`, `inf`,
  /// hexadecimal and white space are not.
  package static func double(_ text: UnsafeRawBufferPointer) -> Double? {
    var index = 0
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    let negative = text.first == UInt8(ascii: "-")
    if negative || text.first == UInt8(ascii: "+") { index = 1 }
    let first = index
    while index < text.count, text[index] &- 48 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(text[index] &- 48)
      if mantissa != 0 { digits += 1 }
      index += 1
    }
    var seen = index - first
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      while index < text.count, text[index] &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(text[index] &- 48)
        if mantissa != 0 { digits += 1 }
        index += 1
      }
      scale = point - index
      seen += index - point
    }
    guard seen > 0 else { return nil }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      let down = index < text.count && text[index] == UInt8(ascii: "-")
      if index < text.count, down || text[index] == UInt8(ascii: "+") { index += 1 }
      let start = index
      var exponent = 0
      while index < text.count, text[index] &- 48 < 10 {
        if exponent < 100_000 { exponent = exponent * 10 + Int(text[index] &- 48) }
        index += 1
      }
      guard index > start else { return nil }
      scale += down ? -exponent : exponent
    }
    guard index == text.count else { return nil }
    // Up to 15 digits and a power of ten that a double holds exactly: one rounding, so the result is the nearest.
    if digits <= 15, scale >= -22, scale <= 22 {
      let value = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
      return negative ? -value : value
    }
    return Double(String(decoding: text, as: UTF8.self))
  }

  package static func double(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { double(UnsafeRawBufferPointer($0)) }
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// Appends the digits of an integer.
  package static func append(_ value: Int64, to bytes: inout [UInt8]) {
    if value >= 0 && value < 10 {
      bytes.append(48 + UInt8(truncatingIfNeeded: value))
      return
    }
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      let length = room.baseAddress.map { write(value, to: $0) } ?? 0
      bytes.append(contentsOf: room[..<length])
    }
  }

  /// Writes the digits of an integer, at most 20 bytes, and tells how many they are.
  static func write(_ value: Int64, to memory: UnsafeMutableRawPointer) -> Int {
    var rest = value.magnitude
    var length = value < 0 ? 2 : 1
    var bound: UInt64 = 10
    while rest >= bound {
      length &+= 1
      let (next, isOver) = bound.multipliedReportingOverflow(by: 10)
      if isOver { break }
      bound = next
    }
    var at = length
    repeat {
      at &-= 1
      memory.storeBytes(of: 48 &+ UInt8(truncatingIfNeeded: rest % 10), toByteOffset: at, as: UInt8.self)
      rest /= 10
    } while rest != 0
    if value < 0 { memory.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self) }
    return length
  }
}
