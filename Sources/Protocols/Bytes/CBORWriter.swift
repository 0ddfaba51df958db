/// Writes CBOR (RFC 8949) into a buffer of bytes. Maps and arrays are written with an indefinite length, since an encoder
/// leaves absent members out as it goes; `end` closes either.
package struct CBORWriter {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8] = [], reserving capacity: Int = 256) {
    self.bytes = bytes
    self.bytes.reserveCapacity(bytes.count + capacity)
  }

  package mutating func beginMap() { bytes.append(0xBF) }
  package mutating func beginArray() { bytes.append(0x9F) }
  /// Closes the map or array that was begun last.
  package mutating func end() { bytes.append(0xFF) }

  /// The head of a map of `count` pairs, or of an array of `count` elements; these need no `end`.
  package mutating func map(count: Int) { head(5, UInt64(count)) }
  package mutating func array(count: Int) { head(4, UInt64(count)) }

  package mutating func text(_ value: String) {
    var value = value
    value.withUTF8 { text(utf8: UnsafeRawBufferPointer($0)) }
  }

  package mutating func text(_ value: StaticString) {
    text(utf8: UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
  }

  /// A string given as UTF-8, which must be valid.
  package mutating func text(utf8 value: UnsafeRawBufferPointer) {
    head(3, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  package mutating func byteString(_ value: UnsafeRawBufferPointer) {
    head(2, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  package mutating func byteString(_ value: [UInt8]) {
    head(2, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  package mutating func integer(_ value: Int64) {
    if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(-1 - value)) }
  }

  package mutating func double(_ value: Double) {
    bytes.append(0xFB)
    append(value.bitPattern, width: 8)
  }

  package mutating func float(_ value: Float) {
    bytes.append(0xFA)
    append(UInt64(value.bitPattern), width: 4)
  }

  package mutating func bool(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }
  package mutating func null() { bytes.append(0xF6) }
  /// A tag; the item it stands before comes next.
  package mutating func tag(_ number: UInt64) { head(6, number) }

  // MARK: Steps

  private mutating func head(_ major: UInt8, _ argument: UInt64) {
    let major = major << 5
    if argument < 24 {
      bytes.append(major | UInt8(argument))
    } else if argument <= 0xFF {
      bytes.append(major | 24)
      bytes.append(UInt8(argument))
    } else if argument <= 0xFFFF {
      bytes.append(major | 25)
      append(argument, width: 2)
    } else if argument <= 0xFFFF_FFFF {
      bytes.append(major | 26)
      append(argument, width: 4)
    } else {
      bytes.append(major | 27)
      append(argument, width: 8)
    }
  }

  private mutating func append(_ value: UInt64, width: Int) {
    for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8))) }
  }
}
