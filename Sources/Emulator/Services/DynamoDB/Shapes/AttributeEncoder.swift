import Protocols

/// Writes an item's bytes as DynamoDB JSON, without decoding them first.
///
/// The text is made in one room of memory that is surely large enough, and handed to the writer as a whole: items are
/// most of what answers consist of.
enum AttributeEncoder {
  /// No byte of an item becomes more characters than this: a BOOL in a list, one byte, is `{"BOOL":false},`; a control
  /// character is `\u0000`.
  private static let growth = 15

  static func write(_ item: Item, to writer: inout JSONWriter) {
    write(item.bytes, to: &writer) { text, bytes, offset in attributes(bytes, &offset, to: bytes.count, &text) }
  }

  /// One value's bytes, `{"S":"x"}`.
  static func write(value: [UInt8], to writer: inout JSONWriter) {
    write(value, to: &writer) { text, bytes, offset in Self.value(bytes, &offset, &text) }
  }

  private static func write(
    _ bytes: [UInt8], to writer: inout JSONWriter,
    _ body: (inout Text, UnsafeRawBufferPointer, inout Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(byteCount: bytes.count * growth + 64, alignment: 8) { room in
      var text = Text(room: room)
      bytes.withUnsafeBytes { bytes in
        var offset = 0
        body(&text, bytes, &offset)
      }
      writer.raw(UnsafeRawBufferPointer(rebasing: room[..<text.count]))
    }
  }

  /// JSON as it grows. Its room is measured by `growth`, so its writes are within it; debug builds check that.
  private struct Text {
    let room: UnsafeMutableRawBufferPointer
    var count = 0

    init(room: UnsafeMutableRawBufferPointer) { self.room = room }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
      room[count] = byte
      count += 1
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
      let source = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: source)
      count += source.count
    }

    /// A string in quotes, with what JSON wants escaped.
    mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
      append(UInt8(ascii: "\""))
      var index = 0
      while index < text.count {
        if index + 8 <= text.count {
          let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          if Text.isPlain(word) {
            room.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
            count += 8
            index += 8
            continue
          }
        }
        appendEscaped(text[index])
        index += 1
      }
      append(UInt8(ascii: "\""))
    }

    /// Whether none of eight bytes is a quote, a backslash or a control character: each test leaves the high bit of a
    /// byte that it holds for (https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord).
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
      let ones: UInt64 = 0x0101_0101_0101_0101
      let highs: UInt64 = 0x8080_8080_8080_8080
      let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found =
        ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
      return found & highs == 0
    }

    private mutating func appendEscaped(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20:
        append("\\u00")
        append(byte >> 4 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
        let low = byte & 0x0F
        append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
      default: append(byte)
      }
    }

    /// A comma closes every element; the last one's is taken back.
    mutating func close(_ bracket: UInt8, afterElements: Bool) {
      if afterElements { count -= 1 }
      append(bracket)
    }
  }

  private static func attributes(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, to end: Int, _ text: inout Text
  ) {
    text.append(UInt8(ascii: "{"))
    let isEmpty = offset == end
    while offset < end {
      text.appendQuoted(content(bytes, &offset))
      text.append(UInt8(ascii: ":"))
      value(bytes, &offset, &text)
      text.append(UInt8(ascii: ","))
    }
    text.close(UInt8(ascii: "}"), afterElements: !isEmpty)
  }

  private static func value(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ text: inout Text) {
    let type = ItemCoding.type(bytes[offset])
    offset += 1
    switch type {
    case .string:
      text.append(#"{"S":"#)
      text.appendQuoted(content(bytes, &offset))
    case .number:
      text.append(#"{"N":"#)
      text.appendQuoted(content(bytes, &offset))
    case .binary:
      text.append(#"{"B":"#)
      base64(content(bytes, &offset), &text)
    case .null: text.append(#"{"NULL":true"#)
    case .boolTrue: text.append(#"{"BOOL":true"#)
    case .boolFalse: text.append(#"{"BOOL":false"#)
    case .stringSet:
      text.append(#"{"SS":["#)
      elements(bytes, &offset, &text) { $2.appendQuoted(content($0, &$1)) }
    case .numberSet:
      text.append(#"{"NS":["#)
      elements(bytes, &offset, &text) { $2.appendQuoted(content($0, &$1)) }
    case .binarySet:
      text.append(#"{"BS":["#)
      elements(bytes, &offset, &text) { base64(content($0, &$1), &$2) }
    case .list:
      text.append(#"{"L":["#)
      elements(bytes, &offset, &text) { value($0, &$1, &$2) }
    case .map:
      text.append(#"{"M":"#)
      let end = size(bytes, &offset) + offset
      attributes(bytes, &offset, to: end, &text)
    }
    text.append(UInt8(ascii: "}"))
  }

  /// What stands in brackets, up to the closing one.
  @inline(__always)
  private static func elements(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ text: inout Text,
    _ element: (UnsafeRawBufferPointer, inout Int, inout Text) -> Void
  ) {
    let end = size(bytes, &offset) + offset
    let isEmpty = offset == end
    while offset < end {
      element(bytes, &offset, &text)
      text.append(UInt8(ascii: ","))
    }
    text.close(UInt8(ascii: "]"), afterElements: !isEmpty)
  }

  private static func base64(_ content: UnsafeRawBufferPointer, _ text: inout Text) {
    let encoded: [UInt8] = {
      var encoded: [UInt8] = []
      Base64.append(content, to: &encoded)
      return encoded
    }()
    encoded.withUnsafeBytes { text.appendQuoted($0) }
  }

  // MARK: Item's bytes through a pointer

  @inline(__always)
  private static func content(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> UnsafeRawBufferPointer {
    var length = 0
    var shift = 0
    var byte: UInt8
    repeat {
      byte = bytes[offset]
      offset += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
    } while byte >= 0x80
    let content = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
    offset += length
    return content
  }

  private static func size(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Int {
    let size = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    offset += 4
    return Int(UInt32(littleEndian: size))
  }
}
