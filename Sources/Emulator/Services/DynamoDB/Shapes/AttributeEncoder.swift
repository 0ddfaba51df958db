import Protocols

/// Writes an item's bytes as DynamoDB JSON, without decoding them first.
enum AttributeEncoder {
  static func write(_ item: Item, to writer: inout JSONWriter) {
    var offset = 0
    attributes(item.bytes, &offset, to: item.bytes.count, &writer)
  }

  private static func attributes(_ bytes: [UInt8], _ offset: inout Int, to end: Int, _ writer: inout JSONWriter) {
    writer.beginObject()
    while offset < end {
      let length = ItemCoding.readLength(bytes, &offset)
      let name = offset..<(offset + length)
      bytes.withUnsafeBytes { writer.key(utf8: UnsafeRawBufferPointer(rebasing: $0[name])) }
      offset += length
      write(bytes, &offset, to: &writer)
    }
    writer.endObject()
  }

  /// One value, `{"S":"x"}`; `offset` is moved behind it.
  static func write(_ bytes: [UInt8], _ offset: inout Int, to writer: inout JSONWriter) {
    let type = ItemCoding.type(bytes[offset])
    offset += 1
    writer.beginObject()
    switch type {
    case .string:
      writer.key("S")
      scalar(bytes, &offset) { writer.string(utf8: $0) }
    case .number:
      writer.key("N")
      scalar(bytes, &offset) { writer.string(utf8: $0) }
    case .binary:
      writer.key("B")
      scalar(bytes, &offset) { writer.base64($0) }
    case .null:
      writer.key("NULL")
      writer.bool(true)
    case .boolTrue, .boolFalse:
      writer.key("BOOL")
      writer.bool(type == .boolTrue)
    case .stringSet:
      writer.key("SS")
      members(bytes, &offset, &writer) { $1.string(utf8: $0) }
    case .numberSet:
      writer.key("NS")
      members(bytes, &offset, &writer) { $1.string(utf8: $0) }
    case .binarySet:
      writer.key("BS")
      members(bytes, &offset, &writer) { $1.base64($0) }
    case .list:
      writer.key("L")
      writer.beginArray()
      let end = ItemCoding.readSize(bytes, &offset) + offset
      while offset < end { write(bytes, &offset, to: &writer) }
      writer.endArray()
    case .map:
      writer.key("M")
      let end = ItemCoding.readSize(bytes, &offset) + offset
      attributes(bytes, &offset, to: end, &writer)
    }
    writer.endObject()
  }

  @inline(__always)
  private static func scalar(_ bytes: [UInt8], _ offset: inout Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let length = ItemCoding.readLength(bytes, &offset)
    let content = offset..<(offset + length)
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[content])) }
    offset += length
  }

  private static func members(
    _ bytes: [UInt8], _ offset: inout Int, _ writer: inout JSONWriter,
    _ body: (UnsafeRawBufferPointer, inout JSONWriter) -> Void
  ) {
    writer.beginArray()
    let end = ItemCoding.readSize(bytes, &offset) + offset
    while offset < end { scalar(bytes, &offset) { body($0, &writer) } }
    writer.endArray()
  }
}
