/// Keys as bytes that order under memcmp as DynamoDB orders the values: strings and binaries by their bytes,
/// numbers by value.
package enum KeyEncoding {
  /// Appends the encoding of an S, N or B.
  package static func append(_ value: AttributeValue, to key: inout [UInt8]) {
    switch value {
    case .string(let content), .binary(let content): key.append(contentsOf: content)
    case .number(let number): append(number, to: &key)
    case .null, .bool, .stringSet, .numberSet, .binarySet, .list, .map:
      preconditionFailure("not a key's type: \(value.typeName)")
    }
  }

  /// Zero is 0x80. A positive number is 0x81, its magnitude, then its digits two by two, each pair as 1…100.
  /// A negative one is 0x7F, then the same with every byte taken from its greatest, closed by 0xFF, so that more
  /// digits come first.
  package static func append(_ number: DecimalNumber, to key: inout [UInt8]) {
    if number.coefficient == 0 {
      key.append(0x80)
      return
    }
    let magnitude = UInt8(number.magnitude - DecimalNumber.leastMagnitude)
    let digits = number.digitCount
    // From an even number of digits, the pairs come off the low end.
    var rest = digits % 2 == 0 ? number.coefficient : number.coefficient * 10
    let pairs = (digits + 1) / 2
    key.append(number.isNegative ? 0x7F : 0x81)
    key.append(number.isNegative ? 255 - magnitude : magnitude)
    let start = key.count
    key.append(contentsOf: repeatElement(0, count: pairs))
    var index = pairs - 1
    while index >= 0 {
      let pair: UInt8
      if rest < UInt128(UInt64.max) {
        let narrow = UInt64(rest)
        pair = UInt8(narrow % 100)
        rest = UInt128(narrow / 100)
      } else {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 100)
        pair = UInt8(remainder)
        rest = quotient
      }
      key[start + index] = number.isNegative ? 100 - pair : pair + 1
      index -= 1
    }
    if number.isNegative { key.append(0xFF) }
  }

  /// Appends an S, N or B so that what follows does not disturb the order and no encoding begins with another: in
  /// strings and binaries, 0x00 becomes 0x00 0xFF, and 0x00 0x00 ends them; a positive number ends in 0x00.
  static func appendDelimited(_ value: AttributeValue, to key: inout [UInt8]) {
    switch value {
    case .string(let content), .binary(let content):
      appendEscaped(content, to: &key)
      key.append(0)
      key.append(0)
    case .number(let number):
      append(number, to: &key)
      if number.coefficient != 0 && !number.isNegative { key.append(0) }
    default: append(value, to: &key)
    }
  }

  /// The start that the delimited encodings of all strings or binaries beginning with `content` share.
  static func appendEscaped(_ content: [UInt8], to key: inout [UInt8]) {
    for byte in content {
      key.append(byte)
      if byte == 0 { key.append(0xFF) }
    }
  }
}
