import Protocols

/// Reads DynamoDB JSON (`{"a": {"S": "x"}}`) into an item's bytes, in one pass and without a tree.
///
/// What is not of the type that AWS expects is a SerializationException at once; what is, but is no value DynamoDB
/// takes (an empty set, a number out of range, two types at once), is kept in `fault`, the first of it, and a NULL
/// stands in its place.
struct AttributeDecoder {
  private(set) var bytes: [UInt8] = []
  private(set) var fault: AttributeFault?
  /// The name of the attribute being read, for `fault`. Borrows the reader's bytes, as the decoder does altogether.
  private var attribute: JSONText?

  /// `{"name": value, …}`
  mutating func item(_ reader: inout JSONReader) throws(AWSError) {
    bytes.reserveCapacity(480)
    try attributes(&reader, level: 1)
  }

  private mutating func attributes(_ reader: inout JSONReader, level: Int) throws(AWSError) {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .object: break
    case .array: throw AWSError.serialization(Self.unrecognized("java.util.Map<java.lang.String, \(Self.valueClass)>"))
    default: throw AWSError.serialization("Unexpected field type")
    }
    try json { () throws(JSONError) in try reader.beginObject() }
    let start = bytes.count
    var count = 0
    var known: Set<[UInt8]> = []
    while let name = try json({ () throws(JSONError) in try reader.nextKey() }) {
      if level == 1 { attribute = name }
      if try json({ () throws(JSONError) in try reader.takeNull() }) { continue }
      // Few names are compared one by one; many are kept in a set.
      count += 1
      if count > AttributeDecoder.few {
        if known.isEmpty { known = Set(names(from: start)) }
        if !known.insert(name.bytes).inserted { throw Self.duplicateName }
      } else if count > 1 {
        let text = name.isEscaped ? name.bytes : nil
        let found = text.map { contains($0, from: start) } ?? contains(name.raw, from: start)
        if found { throw Self.duplicateName }
      }
      checkName(name.raw.count)
      if name.isEscaped {
        let text = name.bytes
        ItemCoding.append(length: text.count, to: &bytes)
        bytes.append(contentsOf: text)
      } else {
        ItemCoding.append(length: name.raw.count, to: &bytes)
        bytes.append(contentsOf: name.raw)
      }
      try value(&reader, level: level)
    }
  }

  private mutating func checkName(_ length: Int) {
    if length == 0 {
      note("One or more parameter values were invalid: Empty attribute name")
    } else if length > ItemSize.attributeNameLimit {
      note(
        "One or more parameter values were invalid: Attribute name is too large, must be less than 65536 bytes")
    }
  }

  /// `level` 1 is an attribute of the item itself.
  mutating func value(_ reader: inout JSONReader, level: Int) throws(AWSError) {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .object: break
    case .array: throw AWSError.serialization(Self.unrecognized("class " + Self.valueClass))
    default: throw AWSError.serialization("Unexpected value type in payload")
    }
    try json { () throws(JSONError) in try reader.beginObject() }
    let start = bytes.count
    var types = 0
    if level > ItemSize.nestingLimit {
      note(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
      )
    }
    while let key = try json({ () throws(JSONError) in try reader.nextKey() }) {
      if try json({ () throws(JSONError) in try reader.takeNull() }) { continue }
      if try content(key, &reader, level: level) { types += 1 }
    }
    if types == 1 { return }
    note(
      types == 0
        ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        : "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    )
    bytes.removeSubrange(start...)
    bytes.append(AttributeType.null.rawValue)
  }

  /// False where the key names no type.
  private mutating func content(
    _ key: JSONText, _ reader: inout JSONReader, level: Int
  ) throws(AWSError) -> Bool {
    guard let type = type(key) else {
      try json { () throws(JSONError) in try reader.skipValue() }
      return false
    }
    switch type {
    case .string: appendScalar(.string, try text(&reader))
    case .number: try number(try text(&reader), tag: true)
    case .binary: ItemCoding.appendScalar(.binary, try binary(&reader), to: &bytes)
    case .map:
      bytes.append(AttributeType.map.rawValue)
      let start = ItemCoding.openSize(in: &bytes)
      try attributes(&reader, level: level + 1)
      ItemCoding.closeSize(start, in: &bytes)
    case .list: try list(&reader, level: level)
    case .boolTrue, .boolFalse: bytes.append((try bool(&reader) ? AttributeType.boolTrue : .boolFalse).rawValue)
    case .null:
      if try !bool(&reader) {
        note("One or more parameter values were invalid: Null attribute value types must have the value of true")
      }
      bytes.append(AttributeType.null.rawValue)
    case .stringSet: try strings(&reader)
    case .numberSet: try numbers(&reader)
    case .binarySet: try binaries(&reader)
    }
    return true
  }

  /// The type that a key names; `.boolTrue` stands for BOOL.
  private func type(_ key: JSONText) -> AttributeType? {
    if !key.isEscaped, key.raw.count == 1 {
      switch key.raw[0] {
      case UInt8(ascii: "S"): return .string
      case UInt8(ascii: "N"): return .number
      case UInt8(ascii: "B"): return .binary
      case UInt8(ascii: "M"): return .map
      case UInt8(ascii: "L"): return .list
      default: return nil
      }
    }
    for type in AttributeDecoder.types where key.equals(type.name) { return type.type }
    return nil
  }

  private static let types: [(name: StaticString, type: AttributeType)] = [
    ("SS", .stringSet), ("NS", .numberSet), ("BOOL", .boolTrue), ("NULL", .null), ("BS", .binarySet), ("S", .string),
    ("N", .number), ("B", .binary), ("M", .map), ("L", .list),
  ]

  private mutating func list(_ reader: inout JSONReader, level: Int) throws(AWSError) {
    try beginArray(&reader)
    bytes.append(AttributeType.list.rawValue)
    let start = ItemCoding.openSize(in: &bytes)
    while try json({ () throws(JSONError) in try reader.nextElement() }) { try value(&reader, level: level + 1) }
    ItemCoding.closeSize(start, in: &bytes)
  }

  // MARK: Sets

  private mutating func strings(_ reader: inout JSONReader) throws(AWSError) {
    try beginArray(&reader)
    bytes.append(AttributeType.stringSet.rawValue)
    let start = ItemCoding.openSize(in: &bytes)
    while try json({ () throws(JSONError) in try reader.nextElement() }) {
      let member = try text(&reader)
      if member.isEscaped {
        append(member: member.bytes)
      } else {
        ItemCoding.append(length: member.raw.count, to: &bytes)
        bytes.append(contentsOf: member.raw)
      }
    }
    ItemCoding.closeSize(start, in: &bytes)
    if bytes.count == start { note("One or more parameter values were invalid: An string set  may not be empty") }
    if holdsDuplicates(from: start) {
      let shown = members(from: start).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
      note("One or more parameter values were invalid: Input collection [\(shown)] contains duplicates.")
    }
  }

  private mutating func numbers(_ reader: inout JSONReader) throws(AWSError) {
    try beginArray(&reader)
    bytes.append(AttributeType.numberSet.rawValue)
    let start = ItemCoding.openSize(in: &bytes)
    while try json({ () throws(JSONError) in try reader.nextElement() }) { try number(try text(&reader), tag: false) }
    ItemCoding.closeSize(start, in: &bytes)
    if bytes.count == start { note("One or more parameter values were invalid: An number set  may not be empty") }
    if holdsDuplicates(from: start) { note("Input collection contains duplicates") }
  }

  private mutating func binaries(_ reader: inout JSONReader) throws(AWSError) {
    try beginArray(&reader)
    bytes.append(AttributeType.binarySet.rawValue)
    let start = ItemCoding.openSize(in: &bytes)
    while try json({ () throws(JSONError) in try reader.nextElement() }) { append(member: try binary(&reader)) }
    ItemCoding.closeSize(start, in: &bytes)
    if bytes.count == start { note("One or more parameter values were invalid: Binary sets should not be empty") }
    if holdsDuplicates(from: start) {
      let shown = members(from: start).map { Base64.encode($0) }.joined(separator: ", ")
      note("One or more parameter values were invalid: Input collection [\(shown)]of type BS contains duplicates.")
    }
  }

  private mutating func append(member: [UInt8]) {
    ItemCoding.append(length: member.count, to: &bytes)
    bytes.append(contentsOf: member)
  }

  /// Few members are compared one by one, many are put in a set.
  private func holdsDuplicates(from start: Int) -> Bool {
    var count = 0
    var offset = start
    while offset < bytes.count {
      let member = nextMember(&offset)
      var before = start
      for _ in 0..<count {
        let other = nextMember(&before)
        if other.count == member.count, bytes[other].elementsEqual(bytes[member]) { return true }
      }
      count += 1
      if count > AttributeDecoder.few {
        let members = members(from: start)
        return Set(members).count != members.count
      }
    }
    return false
  }

  private func nextMember(_ offset: inout Int) -> Range<Int> {
    let length = ItemCoding.readLength(bytes, &offset)
    defer { offset += length }
    return offset..<(offset + length)
  }

  private func members(from start: Int) -> [[UInt8]] {
    var members: [[UInt8]] = []
    var offset = start
    while offset < bytes.count { members.append(Array(bytes[nextMember(&offset)])) }
    return members
  }

  /// How many names or members are compared one by one.
  private static let few = 24

  // MARK: Scalars

  private mutating func appendScalar(_ type: AttributeType, _ text: JSONText) {
    if text.isEscaped {
      ItemCoding.appendScalar(type, text.bytes, to: &bytes)
    } else {
      bytes.append(type.rawValue)
      ItemCoding.append(length: text.raw.count, to: &bytes)
      bytes.append(contentsOf: text.raw)
    }
  }

  /// Appends the number's canonical text, with or without the tag (members of a set have none).
  private mutating func number(_ text: JSONText, tag: Bool) throws(AWSError) {
    if tag { bytes.append(AttributeType.number.rawValue) }
    if !text.isEscaped && DecimalNumber.isCanonical(text.raw) {
      ItemCoding.append(length: text.raw.count, to: &bytes)
      bytes.append(contentsOf: text.raw)
      return
    }
    var canonical: [UInt8] = [UInt8(ascii: "0")]
    do {
      canonical = try DecimalNumber(parsing: text.bytes).text
    } catch {
      note(error.message)
    }
    ItemCoding.append(length: canonical.count, to: &bytes)
    bytes.append(contentsOf: canonical)
  }

  private func text(_ reader: inout JSONReader) throws(AWSError) -> JSONText {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .string: return try json { () throws(JSONError) in try reader.text() }
    case let other: throw Self.mismatch(other, &reader, "String")
    }
  }

  private func bool(_ reader: inout JSONReader) throws(AWSError) -> Bool {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .bool: return try json { () throws(JSONError) in try reader.bool() }
    case .string: throw AWSError.serialization("Unexpected token received from parser")
    case let other: throw Self.mismatch(other, &reader, "Boolean")
    }
  }

  private func binary(_ reader: inout JSONReader) throws(AWSError) -> [UInt8] {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .string: break
    case .array: throw AWSError.serialization(Self.unrecognized("class java.nio.ByteBuffer"))
    case .object: throw AWSError.serialization("Start of structure or map found where not expected")
    default: throw AWSError.serialization("only base-64-encoded strings are convertible to bytes")
    }
    let text = try json { () throws(JSONError) in try reader.text() }
    let decoded = text.isEscaped ? Base64.decode(text.bytes) : Base64.decode(text.raw)
    if let decoded { return decoded }
    if text.bytes.count % 4 != 0 {
      throw AWSError.serialization(
        "Base64 encoded length is expected a multiple of 4 bytes but found: \(text.bytes.count)")
    }
    throw AWSError.serialization("Invalid last non-pad Base64 character dectected")
  }

  private func beginArray(_ reader: inout JSONReader) throws(AWSError) {
    switch try json({ () throws(JSONError) in try reader.peek() }) {
    case .array: try json { () throws(JSONError) in try reader.beginArray() }
    case .object: throw AWSError.serialization("Start of structure or map found where not expected")
    default: throw AWSError.serialization("Unexpected field type")
    }
  }

  // MARK: Steps

  private mutating func note(_ message: String) {
    if fault == nil { fault = AttributeFault(name: attribute?.bytes ?? [], message: message) }
  }

  private func contains(_ name: some Collection<UInt8>, from start: Int) -> Bool {
    var offset = start
    while offset < bytes.count {
      let length = ItemCoding.readLength(bytes, &offset)
      if length == name.count, bytes[offset..<(offset + length)].elementsEqual(name) { return true }
      offset = ItemCoding.end(of: offset + length, in: bytes)
    }
    return false
  }

  private func names(from start: Int) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var offset = start
    while offset < bytes.count {
      let length = ItemCoding.readLength(bytes, &offset)
      names.append(Array(bytes[offset..<(offset + length)]))
      offset = ItemCoding.end(of: offset + length, in: bytes)
    }
    return names
  }

  private static let valueClass = "com.amazonaws.dynamodb.v20120810.AttributeValue"

  private static func unrecognized(_ type: String) -> String { "Unrecognized collection type " + type }

  private static let duplicateName = AWSError.serialization("Duplicate key in a JSON object")

  private static func mismatch(_ found: JSONReader.Kind, _ reader: inout JSONReader, _ wanted: String) -> AWSError {
    switch found {
    case .number:
      let isInteger = (try? reader.number())?.isInteger ?? true
      return .serialization("\(isInteger ? "NUMBER_VALUE" : "DECIMAL_VALUE") cannot be converted to \(wanted)")
    case .bool:
      let flag = (try? reader.bool()) ?? false
      return .serialization("\(flag ? "TRUE_VALUE" : "FALSE_VALUE") cannot be converted to \(wanted)")
    case .array: return .serialization(unrecognized("class java.lang." + wanted))
    case .object, .string, .null: return .serialization("Start of structure or map found where not expected")
    }
  }

  /// Bytes that are no JSON: AWS gives no message.
  @inline(__always)
  private func json<Result>(_ body: () throws(JSONError) -> Result) throws(AWSError) -> Result {
    do {
      return try body()
    } catch {
      throw AWSError.serialization(nil)
    }
  }
}
