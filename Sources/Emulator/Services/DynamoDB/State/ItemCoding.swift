/// Reading and writing of the bytes that `Item` describes.
package enum ItemCoding {
  // MARK: Writing

  static func append(length: Int, to bytes: inout [UInt8]) {
    var rest = length
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Four bytes for a size that is known only later; gives their place to `closeSize`.
  static func openSize(in bytes: inout [UInt8]) -> Int {
    bytes.append(0)
    bytes.append(0)
    bytes.append(0)
    bytes.append(0)
    return bytes.count
  }

  static func closeSize(_ start: Int, in bytes: inout [UInt8]) {
    let size = bytes.count - start
    for index in 0..<4 {
      bytes[start - 4 + index] = UInt8(truncatingIfNeeded: size >> (8 * index))
    }
  }

  static func appendScalar(_ type: AttributeType, _ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(type.rawValue)
    append(length: content.count, to: &bytes)
    bytes.append(contentsOf: content)
  }

  static func append(_ value: AttributeValue, to bytes: inout [UInt8]) {
    switch value {
    case .string(let text): appendScalar(.string, text, to: &bytes)
    case .number(let number): appendScalar(.number, number.text, to: &bytes)
    case .binary(let content): appendScalar(.binary, content, to: &bytes)
    case .null, .bool: bytes.append(value.type.rawValue)
    case .stringSet(let members), .binarySet(let members):
      bytes.append(value.type.rawValue)
      let start = openSize(in: &bytes)
      for member in members {
        append(length: member.count, to: &bytes)
        bytes.append(contentsOf: member)
      }
      closeSize(start, in: &bytes)
    case .numberSet(let members):
      bytes.append(AttributeType.numberSet.rawValue)
      let start = openSize(in: &bytes)
      for member in members {
        let text = member.text
        append(length: text.count, to: &bytes)
        bytes.append(contentsOf: text)
      }
      closeSize(start, in: &bytes)
    case .list(let elements):
      bytes.append(AttributeType.list.rawValue)
      let start = openSize(in: &bytes)
      for element in elements { append(element, to: &bytes) }
      closeSize(start, in: &bytes)
    case .map(let map):
      bytes.append(AttributeType.map.rawValue)
      let start = openSize(in: &bytes)
      for entry in map.entries {
        append(length: entry.name.count, to: &bytes)
        bytes.append(contentsOf: entry.name)
        append(entry.value, to: &bytes)
      }
      closeSize(start, in: &bytes)
    }
  }

  // MARK: Reading

  static func type(_ tag: UInt8) -> AttributeType {
    guard let type = AttributeType(rawValue: tag) else { preconditionFailure("no such tag in an item: \(tag)") }
    return type
  }

  @inline(__always)
  static func readLength(_ bytes: [UInt8], _ offset: inout Int) -> Int {
    var byte = bytes[offset]
    offset += 1
    if byte < 0x80 { return Int(byte) }
    var length = Int(byte & 0x7f)
    var shift = 7
    repeat {
      byte = bytes[offset]
      offset += 1
      length |= Int(byte & 0x7f) << shift
      shift += 7
    } while byte >= 0x80
    return length
  }

  static func readSize(_ bytes: [UInt8], _ offset: inout Int) -> Int {
    let size =
      Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2]) << 16 | Int(bytes[offset + 3]) << 24
    offset += 4
    return size
  }

  /// The place after the value that begins at `place`.
  static func end(of place: Int, in bytes: [UInt8]) -> Int {
    var offset = place + 1
    switch type(bytes[place]) {
    case .string, .number, .binary:
      let length = readLength(bytes, &offset)
      return offset + length
    case .null, .boolTrue, .boolFalse: return offset
    case .stringSet, .numberSet, .binarySet, .list, .map:
      let size = readSize(bytes, &offset)
      return offset + size
    }
  }

  /// The place of the value named so among the attributes from `start` to `end`.
  static func place(of name: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    var offset = start
    while offset < end {
      let length = readLength(bytes, &offset)
      if length == name.count {
        var index = 0
        while index < length && bytes[offset + index] == name[index] { index += 1 }
        if index == length { return offset + length }
      }
      offset = ItemCoding.end(of: offset + length, in: bytes)
    }
    return nil
  }

  static func read(_ bytes: [UInt8], _ offset: inout Int) -> AttributeValue {
    let type = type(bytes[offset])
    offset += 1
    switch type {
    case .string: return .string(readBytes(bytes, &offset))
    case .number: return .number(readNumber(bytes, &offset))
    case .binary: return .binary(readBytes(bytes, &offset))
    case .null: return .null
    case .boolTrue: return .bool(true)
    case .boolFalse: return .bool(false)
    case .stringSet: return .stringSet(readMembers(bytes, &offset))
    case .binarySet: return .binarySet(readMembers(bytes, &offset))
    case .numberSet:
      var members: [DecimalNumber] = []
      let end = readSize(bytes, &offset) + offset
      while offset < end { members.append(readNumber(bytes, &offset)) }
      return .numberSet(members)
    case .list:
      var elements: [AttributeValue] = []
      let end = readSize(bytes, &offset) + offset
      while offset < end { elements.append(read(bytes, &offset)) }
      return .list(elements)
    case .map:
      var map = AttributeMap()
      let end = readSize(bytes, &offset) + offset
      while offset < end {
        let name = readBytes(bytes, &offset)
        map[name] = read(bytes, &offset)
      }
      return .map(map)
    }
  }

  private static func readBytes(_ bytes: [UInt8], _ offset: inout Int) -> [UInt8] {
    let length = readLength(bytes, &offset)
    let content = Array(bytes[offset..<(offset + length)])
    offset += length
    return content
  }

  private static func readNumber(_ bytes: [UInt8], _ offset: inout Int) -> DecimalNumber {
    let length = readLength(bytes, &offset)
    let text = bytes[offset..<(offset + length)]
    offset += length
    guard let number = try? DecimalNumber(parsing: text) else { preconditionFailure("no number in an item: \(text)") }
    return number
  }

  private static func readMembers(_ bytes: [UInt8], _ offset: inout Int) -> [[UInt8]] {
    var members: [[UInt8]] = []
    let end = readSize(bytes, &offset) + offset
    while offset < end { members.append(readBytes(bytes, &offset)) }
    return members
  }
}
