/// Reads CBOR (RFC 8949) out of bytes, item by item, without a tree: definite and indefinite lengths, tags, half, single and
/// double floats. A claimed length is compared with what is there before anything is allocated for it.
///
/// The reader borrows the bytes: it, and the `CBORText` it gives out, must not outlive the `withUnsafeBytes` they were made
/// in.
package struct CBORReader {
  package enum Kind: Sendable { case integer, bytes, text, array, map, tag, bool, null, undefined, float, simple }

  /// Deeper nesting than this is refused by default; tags count.
  package static let depthLimit = 200

  private let bytes: UnsafeRawBufferPointer
  /// The position of the next byte to be read.
  package private(set) var offset = 0
  private let maximumDepth: Int
  /// How many items each open container still has (for a map, keys); -1 where only a break ends it.
  private var open: [Int] = []

  package init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = CBORReader.depthLimit) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    open.reserveCapacity(8)
  }

  // MARK: Structure

  /// The kind of the next item, which is not consumed.
  package func peek() throws(CBORError) -> Kind {
    let initial = try initialByte()
    switch initial >> 5 {
    case 0, 1: return .integer
    case 2: return .bytes
    case 3: return .text
    case 4: return .array
    case 5: return .map
    case 6: return .tag
    default: break
    }
    switch initial & 31 {
    case 20, 21: return .bool
    case 22: return .null
    case 23: return .undefined
    case 25, 26, 27: return .float
    case 0...19, 24: return .simple
    default: throw CBORError(.unexpectedByte, at: offset)
    }
  }

  package mutating func beginMap() throws(CBORError) { try begin(major: 5, perItem: 2, .notAMap) }
  package mutating func beginArray() throws(CBORError) { try begin(major: 4, perItem: 1, .notAnArray) }

  /// The next key of the open map, which must be text; nil at its end, which is consumed.
  package mutating func nextKey() throws(CBORError) -> CBORText? {
    guard try advance() else { return nil }
    return try text()
  }

  /// Whether the open array has another element, which is next; false at its end, which is consumed.
  package mutating func nextElement() throws(CBORError) -> Bool { try advance() }

  /// Nothing may follow.
  package func end() throws(CBORError) { if offset != bytes.count { throw CBORError(.trailingBytes, at: offset) } }

  package var isAtEnd: Bool { offset == bytes.count }

  // MARK: Values

  /// An integer that fits.
  package mutating func int64() throws(CBORError) -> Int64 {
    let at = offset
    let initial = try initialByte()
    guard initial >> 5 <= 1 else { throw CBORError(.notAnInteger, at: at) }
    let argument = try argument()
    guard argument <= UInt64(Int64.max) else { throw CBORError(.outOfRange, at: at) }
    return initial >> 5 == 0 ? Int64(argument) : -1 - Int64(argument)
  }

  /// A float of any width, or an integer.
  package mutating func double() throws(CBORError) -> Double {
    let at = offset
    let initial = try initialByte()
    switch initial {
    case 0xF9: return CBORReader.half(UInt16(try argument()))
    case 0xFA: return Double(Float(bitPattern: UInt32(try argument())))
    case 0xFB: return Double(bitPattern: try argument())
    default: break
    }
    guard initial >> 5 <= 1 else { throw CBORError(.notANumber, at: at) }
    let argument = try argument()
    return initial >> 5 == 0 ? Double(argument) : -1 - Double(argument)
  }

  package mutating func bool() throws(CBORError) -> Bool {
    let initial = try initialByte()
    guard initial == 0xF4 || initial == 0xF5 else { throw CBORError(.notABoolean, at: offset) }
    offset += 1
    return initial == 0xF5
  }

  /// Consumes a null or an undefined if it is next.
  package mutating func takeNull() throws(CBORError) -> Bool {
    let initial = try initialByte()
    guard initial == 0xF6 || initial == 0xF7 else { return false }
    offset += 1
    return true
  }

  /// The number of a tag; the item it stands before is next.
  package mutating func tag() throws(CBORError) -> UInt64 {
    guard try initialByte() >> 5 == 6 else { throw CBORError(.notATag, at: offset) }
    return try argument()
  }

  package mutating func text() throws(CBORError) -> CBORText {
    let at = offset
    guard try initialByte() >> 5 == 3 else { throw CBORError(.notText, at: at) }
    if bytes[at] != 0x7F {
      let piece = try piece()
      guard UTF8Check.isValid(piece) else { throw CBORError(.invalidUTF8, at: at) }
      return CBORText(piece)
    }
    var whole: [UInt8] = []
    try pieces(major: 3) { (piece: UnsafeRawBufferPointer) throws(CBORError) in
      guard UTF8Check.isValid(piece) else { throw CBORError(.invalidUTF8, at: at) }
      whole.append(contentsOf: piece)
    }
    return CBORText(joined: whole)
  }

  package mutating func string() throws(CBORError) -> String { try text().string }

  /// A byte string.
  package mutating func byteString() throws(CBORError) -> [UInt8] {
    let at = offset
    guard try initialByte() >> 5 == 2 else { throw CBORError(.notBytes, at: at) }
    if bytes[at] != 0x5F { return Array(try piece()) }
    var whole: [UInt8] = []
    try pieces(major: 2) { (piece: UnsafeRawBufferPointer) throws(CBORError) in whole.append(contentsOf: piece) }
    return whole
  }

  /// Passes over the next item, checking it like any other.
  package mutating func skipValue() throws(CBORError) { try skipValue(tags: 0) }

  private mutating func skipValue(tags: Int) throws(CBORError) {
    switch try peek() {
    case .integer, .float: _ = try argument()
    case .bytes: _ = try byteString()
    case .text: _ = try text()
    case .array:
      try beginArray()
      while try nextElement() { try skipValue(tags: 0) }
    case .map:
      try beginMap()
      while try advance() {
        try skipValue(tags: 0)
        try skipValue(tags: 0)
      }
    case .tag:
      guard open.count + tags < maximumDepth else { throw CBORError(.tooDeep, at: offset) }
      _ = try tag()
      try skipValue(tags: tags + 1)
    case .bool, .null, .undefined: offset += 1
    case .simple:
      let at = offset
      let value = try argument()
      // Two bytes for what one can say are not well formed (RFC 8949 §3.3).
      if bytes[at] == 0xF8 && value < 32 { throw CBORError(.unexpectedByte, at: at) }
    }
  }

  // MARK: Steps

  private func initialByte() throws(CBORError) -> UInt8 {
    guard offset < bytes.count else { throw CBORError(.unexpectedEnd, at: offset) }
    return bytes[offset]
  }

  /// Consumes an initial byte with the argument behind it.
  private mutating func argument() throws(CBORError) -> UInt64 {
    let low = try initialByte() & 31
    if low < 24 {
      offset += 1
      return UInt64(low)
    }
    guard low < 28 else { throw CBORError(.unexpectedByte, at: offset) }
    let width = 1 << Int(low - 24)
    guard bytes.count - offset > width else { throw CBORError(.unexpectedEnd, at: bytes.count) }
    var value: UInt64 = 0
    for index in 1...width { value = value << 8 | UInt64(bytes[offset + index]) }
    offset += 1 + width
    return value
  }

  private mutating func begin(major: UInt8, perItem: Int, _ otherwise: CBORError.Reason) throws(CBORError) {
    let at = offset
    guard try initialByte() >> 5 == major else { throw CBORError(otherwise, at: at) }
    guard open.count < maximumDepth else { throw CBORError(.tooDeep, at: at) }
    if bytes[at] & 31 == 31 {
      offset += 1
      open.append(-1)
      return
    }
    let count = try argument()
    // Every item takes a byte at least.
    guard count <= UInt64((bytes.count - offset) / perItem) else { throw CBORError(.unexpectedEnd, at: bytes.count) }
    open.append(Int(count))
  }

  private mutating func advance() throws(CBORError) -> Bool {
    let left = open.last ?? 0
    if left > 0 {
      open[open.count - 1] = left - 1
      return true
    }
    if left < 0 {
      guard try initialByte() == 0xFF else { return true }
      offset += 1
    }
    _ = open.popLast()
    return false
  }

  /// The bytes of a definite string.
  private mutating func piece() throws(CBORError) -> UnsafeRawBufferPointer {
    let length = try argument()
    guard length <= UInt64(bytes.count - offset) else { throw CBORError(.unexpectedEnd, at: bytes.count) }
    let piece = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(length)])
    offset += Int(length)
    return piece
  }

  /// The pieces of an indefinite string: definite strings of the same type.
  private mutating func pieces(
    major: UInt8, _ take: (UnsafeRawBufferPointer) throws(CBORError) -> Void
  ) throws(CBORError) {
    offset += 1
    while true {
      let initial = try initialByte()
      if initial == 0xFF { break }
      guard initial >> 5 == major, initial & 31 != 31 else { throw CBORError(.unexpectedByte, at: offset) }
      try take(try piece())
    }
    offset += 1
  }

  private static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let mantissa = Double(bits & 0x3FF)
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    switch exponent {
    case 0: return sign * mantissa * 0x1p-24
    case 31: return mantissa == 0 ? sign * .infinity : .nan
    default: return sign * (1024 + mantissa) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    }
  }
}

/// A text string of CBOR, already checked; borrows the reader's bytes unless it came in pieces.
package struct CBORText {
  private let whole: UnsafeRawBufferPointer
  private let joined: [UInt8]?

  init(_ whole: UnsafeRawBufferPointer) {
    self.whole = whole
    joined = nil
  }

  init(joined: [UInt8]) {
    whole = UnsafeRawBufferPointer(start: nil, count: 0)
    self.joined = joined
  }

  package var string: String {
    if let joined { String(decoding: joined, as: UTF8.self) } else { String(decoding: whole, as: UTF8.self) }
  }

  package func equals(_ other: StaticString) -> Bool {
    equals(UnsafeRawBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
  }

  package func equals(_ other: UnsafeRawBufferPointer) -> Bool {
    if let joined { return joined.elementsEqual(other) }
    guard whole.count == other.count else { return false }
    var index = 0
    while index < whole.count {
      if whole[index] != other[index] { return false }
      index += 1
    }
    return true
  }

  /// Runs `body` on the text's UTF-8.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let joined { return try joined.withBytes(body) }
    return try body(whole)
  }
}

/// Why bytes are not the CBOR that was asked for, and where.
package struct CBORError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: UInt8, Sendable {
    case unexpectedEnd, unexpectedByte, trailingBytes, tooDeep, invalidUTF8, outOfRange
    case notAMap, notAnArray, notText, notBytes, notANumber, notAnInteger, notABoolean, notATag
    /// What only a shape can say.
    case notAUnion, notATimestamp, unexpectedNull, unsupported
  }
  package var reason: Reason
  /// The byte at which reading stopped, counted from 0.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String { sentence + " at byte " + String(offset) }

  private var sentence: String {
    switch reason {
    case .unexpectedEnd: "Unexpected end of the CBOR data"
    case .unexpectedByte: "Unexpected byte"
    case .trailingBytes: "Unexpected bytes after the CBOR data"
    case .tooDeep: "CBOR nested too deeply"
    case .invalidUTF8: "Invalid UTF-8 in a text string"
    case .outOfRange: "Integer out of range"
    case .notAMap: "Expected a map"
    case .notAnArray: "Expected an array"
    case .notText: "Expected a text string"
    case .notBytes: "Expected a byte string"
    case .notANumber: "Expected a number"
    case .notAnInteger: "Expected an integer"
    case .notABoolean: "Expected a boolean"
    case .notATag: "Expected a tag"
    case .notAUnion: "Expected a map with exactly one known member"
    case .notATimestamp: "Expected a timestamp (tag 1)"
    case .unexpectedNull: "Unexpected null in a list or map"
    case .unsupported: "A value of this shape is not carried by CBOR"
    }
  }
}
