/// Reads JSON (RFC 8259, strictly) out of bytes, piece by piece, without a tree: a decoder that knows its shape asks for
/// what it expects and takes the values where they stand.
///
/// The reader borrows the bytes: it, and the `JSONText` and `JSONNumber` it gives out, must not outlive the
/// `withUnsafeBytes` they were made in. White space is skipped before each call. Strings are checked to be UTF-8 without
/// lone surrogates. Duplicate keys are handed out like any other, so the caller can see them.
///
///     var reader = JSONReader(bytes)
///     try reader.beginObject()
///     while let key = try reader.nextKey() {
///       if key.equals("Data") { data = try reader.base64() } else { try reader.skipValue() }
///     }
///     try reader.end()
package struct JSONReader {
  /// What a value is, told by its first byte.
  package enum Kind: Sendable { case object, array, string, number, bool, null }

  /// Deeper nesting than this is refused by default.
  package static let depthLimit = 200

  package let bytes: UnsafeRawBufferPointer
  /// The position of the next byte to be read.
  package internal(set) var offset = 0
  private(set) var depth = 0
  private let maximumDepth: Int
  /// A container has just been opened: its first member stands without a comma.
  private var fresh = false

  package init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = JSONReader.depthLimit) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  // MARK: Structure

  /// The kind of the next value, which is not consumed.
  package mutating func peek() throws(JSONError) -> Kind {
    switch try nextByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw JSONError(.unexpectedCharacter, at: offset)
    }
  }

  package mutating func beginObject() throws(JSONError) { try open(UInt8(ascii: "{"), .notAnObject) }
  package mutating func beginArray() throws(JSONError) { try open(UInt8(ascii: "["), .notAnArray) }

  /// The next key of the open object, its colon consumed; nil at the closing brace, which is consumed.
  package mutating func nextKey() throws(JSONError) -> JSONText? {
    guard try advance(closing: UInt8(ascii: "}")) else { return nil }
    guard try nextByte() == UInt8(ascii: "\"") else { throw JSONError(.keyExpected, at: offset) }
    let key = try scanText()
    guard try nextByte() == UInt8(ascii: ":") else { throw JSONError(.colonExpected, at: offset) }
    offset += 1
    return key
  }

  /// Whether the open array has another element, which is next; false at the closing bracket, which is consumed.
  package mutating func nextElement() throws(JSONError) -> Bool { try advance(closing: UInt8(ascii: "]")) }

  /// Nothing but white space may follow.
  package mutating func end() throws(JSONError) {
    skipSpace()
    if offset != bytes.count { throw JSONError(.trailingBytes, at: offset) }
  }

  /// Whether nothing but white space is left (an empty body, or further documents in one stream).
  package mutating func isAtEnd() -> Bool {
    skipSpace()
    return offset == bytes.count
  }

  // MARK: Values

  package mutating func text() throws(JSONError) -> JSONText {
    guard try nextByte() == UInt8(ascii: "\"") else { throw JSONError(.notAString, at: offset) }
    return try scanText()
  }

  package mutating func string() throws(JSONError) -> String { try text().string }

  package mutating func bool() throws(JSONError) -> Bool {
    switch try nextByte() {
    case UInt8(ascii: "t"):
      try word("true")
      return true
    case UInt8(ascii: "f"):
      try word("false")
      return false
    default: throw JSONError(.notABoolean, at: offset)
    }
  }

  /// Consumes a `null` if the next value is one.
  package mutating func takeNull() throws(JSONError) -> Bool {
    guard try nextByte() == UInt8(ascii: "n") else { return false }
    try word("null")
    return true
  }

  package mutating func number() throws(JSONError) -> JSONNumber {
    let first = try nextByte()
    guard first == UInt8(ascii: "-") || first &- 48 < 10 else { throw JSONError(.notANumber, at: offset) }
    return try scanNumber()
  }

  /// A number without fraction or exponent that fits.
  package mutating func int64() throws(JSONError) -> Int64 {
    let number = try number()
    guard number.isInteger else { throw JSONError(.notAnInteger, at: offset - number.raw.count) }
    guard let value = number.int64 else { throw JSONError(.outOfRange, at: offset - number.raw.count) }
    return value
  }

  package mutating func double() throws(JSONError) -> Double { try number().double }

  /// The bytes of a string that holds base64.
  package mutating func base64(_ mode: Base64.Mode = .strict) throws(JSONError) -> [UInt8] {
    let text = try text()
    let decoded = text.isEscaped ? Base64.decode(text.bytes, mode) : Base64.decode(text.raw, mode)
    guard let decoded else { throw JSONError(.invalidBase64, at: offset - text.raw.count - 1) }
    return decoded
  }

  /// Passes over the next value, checking it like any other.
  package mutating func skipValue() throws(JSONError) {
    switch try peek() {
    case .object:
      try beginObject()
      while try nextKey() != nil { try skipValue() }
    case .array:
      try beginArray()
      while try nextElement() { try skipValue() }
    case .string: _ = try scanText()
    case .number: _ = try scanNumber()
    case .bool: _ = try bool()
    case .null: try word("null")
    }
  }

  /// Passes over the next value and gives the bytes it is written with.
  package mutating func rawValue() throws(JSONError) -> UnsafeRawBufferPointer {
    _ = try nextByte()
    let start = offset
    try skipValue()
    return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
  }

  // MARK: Steps

  @inline(__always) private mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  /// The first byte after white space, not consumed.
  @inline(__always) private mutating func nextByte() throws(JSONError) -> UInt8 {
    skipSpace()
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    return bytes[offset]
  }

  private mutating func open(_ bracket: UInt8, _ otherwise: JSONError.Reason) throws(JSONError) {
    guard try nextByte() == bracket else { throw JSONError(otherwise, at: offset) }
    guard depth < maximumDepth else { throw JSONError(.tooDeep, at: offset) }
    offset += 1
    depth += 1
    fresh = true
  }

  /// Steps to the next member of the open container; false at its end.
  @inline(__always) private mutating func advance(closing: UInt8) throws(JSONError) -> Bool {
    let byte = try nextByte()
    if byte == closing {
      offset += 1
      depth -= 1
      fresh = false
      return false
    }
    if fresh {
      fresh = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw JSONError(.commaExpected, at: offset) }
    offset += 1
    if try nextByte() == closing { throw JSONError(.unexpectedCharacter, at: offset) }
    return true
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    let count = word.utf8CodeUnitCount
    guard bytes.count - offset >= count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    for index in 0..<count where bytes[offset + index] != word.utf8Start[index] {
      throw JSONError(.unexpectedCharacter, at: offset + index)
    }
    offset += count
  }
}

/// Why bytes are not the JSON that was asked for, and where.
package struct JSONError: Error, Equatable, Sendable {
  package enum Reason: UInt8, Sendable {
    case unexpectedEnd, unexpectedCharacter, trailingBytes, tooDeep
    case keyExpected, colonExpected, commaExpected
    case notAnObject, notAnArray, notAString, notANumber, notAnInteger, notABoolean
    case controlCharacter, invalidEscape, loneSurrogate, invalidUTF8
    case invalidNumber, outOfRange, invalidBase64, duplicateKey
  }
  package var reason: Reason
  /// The byte at which reading stopped, counted from 0.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// Whether the bytes are JSON but of another type or range than asked for.
  package var isMismatch: Bool {
    switch reason {
    case .notAnObject, .notAnArray, .notAString, .notANumber, .notAnInteger, .notABoolean, .outOfRange, .invalidBase64:
      true
    default: false
    }
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String { sentence + " at byte " + String(offset) }

  private var sentence: String {
    switch reason {
    case .unexpectedEnd: "Unexpected end of the JSON text"
    case .unexpectedCharacter: "Unexpected character"
    case .trailingBytes: "Unexpected bytes after the JSON text"
    case .tooDeep: "JSON nested too deeply"
    case .keyExpected: "Expected a key in double quotes"
    case .colonExpected: "Expected a colon"
    case .commaExpected: "Expected a comma or the end of the object or array"
    case .notAnObject: "Expected an object"
    case .notAnArray: "Expected an array"
    case .notAString: "Expected a string"
    case .notANumber: "Expected a number"
    case .notAnInteger: "Expected an integer"
    case .notABoolean: "Expected true or false"
    case .controlCharacter: "Unescaped control character in a string"
    case .invalidEscape: "Invalid escape in a string"
    case .loneSurrogate: "Lone surrogate in a string"
    case .invalidUTF8: "Invalid UTF-8 in a string"
    case .invalidNumber: "Invalid number"
    case .outOfRange: "Number out of range"
    case .invalidBase64: "Invalid base64"
    case .duplicateKey: "Duplicate key"
    }
  }
}
