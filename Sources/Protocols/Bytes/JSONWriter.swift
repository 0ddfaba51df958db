/// Writes JSON into a buffer of bytes, without white space; commas come by themselves. Containers must be closed by the
/// caller in the order they were opened. Non-ASCII characters stand unescaped.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("ShardId")
///     writer.string(shard)
///     writer.endObject()
package struct JSONWriter {
  package var bytes: [UInt8]
  private var needsComma = false

  /// Goes on behind what `bytes` already holds.
  package init(_ bytes: [UInt8] = [], reserving capacity: Int = 256) {
    self.bytes = bytes
    self.bytes.reserveCapacity(bytes.count + capacity)
  }

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  package mutating func key(_ key: String) {
    comma()
    appendQuoted(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key that needs no escaping.
  package mutating func key(_ key: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key made ready by `prepared`: quotes, escapes and colon included.
  package mutating func key(prepared key: [UInt8]) {
    comma()
    bytes.append(contentsOf: key)
    needsComma = false
  }

  /// A key given as UTF-8, which must be valid.
  package mutating func key(utf8 key: UnsafeRawBufferPointer) {
    string(utf8: key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// `"key":`, to be kept beside a shape and written with `key(prepared:)`.
  package static func prepared(_ key: String) -> [UInt8] {
    var writer = JSONWriter(reserving: key.utf8.count + 3)
    writer.key(key)
    return writer.bytes
  }

  package mutating func string(_ value: String) {
    comma()
    appendQuoted(value)
    needsComma = true
  }

  /// A string given as UTF-8, which must be valid.
  package mutating func string(utf8 value: UnsafeRawBufferPointer) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    appendEscaped(value)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func base64(_ value: UnsafeRawBufferPointer) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    Base64.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func base64(_ value: [UInt8]) { value.withUnsafeBytes { base64($0) } }

  package mutating func integer(_ value: Int64) {
    comma()
    DecimalText.append(value, to: &bytes)
    needsComma = true
  }

  package mutating func integer(_ value: Int) { integer(Int64(value)) }

  /// The shortest digits that read back as the same double; `1.0` keeps its fraction. NaN and the infinities, which JSON
  /// has no number for, are the strings that AWS's JSON protocols use.
  package mutating func double(_ value: Double) {
    guard value.isFinite else { return string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity") }
    raw(value.description)
  }

  package mutating func float(_ value: Float) {
    guard value.isFinite else { return double(Double(value)) }
    raw(value.description)
  }

  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  package mutating func null() { raw("null") }

  /// A value that is written as it stands: the digits of an exact number, or JSON made elsewhere.
  package mutating func raw(_ text: String) {
    comma()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  package mutating func raw(_ text: UnsafeRawBufferPointer) {
    comma()
    bytes.append(contentsOf: text)
    needsComma = true
  }

  // MARK: Steps

  @inline(__always) private mutating func comma() { if needsComma { bytes.append(UInt8(ascii: ",")) } }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func appendQuoted(_ value: String) {
    var value = value
    bytes.append(UInt8(ascii: "\""))
    value.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0)) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ value: UnsafeRawBufferPointer) {
    var index = 0
    var written = 0
    while index < value.count {
      if index + 8 <= value.count {
        let word = UInt64(littleEndian: value.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let hits = EightBytes.quotesEscapesControls(word)
        if hits == 0 {
          index += 8
          continue
        }
        index += hits.trailingZeroBitCount >> 3
      }
      let byte = value[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
        continue
      }
      if written < index { bytes.append(contentsOf: value[written..<index]) }
      appendEscape(byte)
      index += 1
      written = index
    }
    if written < index { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: value[written..<index])) }
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      bytes.append(contentsOf: [UInt8(ascii: "u"), 48, 48, Hex.upper(byte >> 4), Hex.upper(byte & 15)])
    }
  }
}
