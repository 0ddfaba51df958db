/// Reads values of any shape out of JSON, for awsJson and restJson1. One pass: no tree stands between the bytes and the
/// slots of the structure.
///
/// A member that is null or unknown is left out, as AWS does. A value of the wrong JSON type throws
/// SerializationException in the words of AWS's Java front end (`NUMBER_VALUE can not be converted to a String`).
struct JSONShapeReader {
  /// restJson1 knows members by their `jsonName`, awsJson by their own name.
  let usesJSONNames: Bool
  /// What a timestamp is without a format of its own.
  let timestampFormat = TimestampFormat.epochSeconds

  /// One JSON text, with nothing behind it.
  static func document<Result>(
    _ body: [UInt8], _ read: (inout JSONReader) throws(AWSError) -> Result
  ) throws(AWSError) -> Result {
    try body.withBytes { (bytes: UnsafeRawBufferPointer) throws(AWSError) -> Result in
      var json = JSONReader(bytes)
      let result = try read(&json)
      do throws(JSONError) { try json.end() } catch { throw malformed(error) }
      return result
    }
  }

  func structure(_ shape: Shape, _ reader: inout JSONReader, keeps: (AnyMember) -> Bool = { _ in true })
    throws(AWSError) -> Structure
  {
    var structure = Structure(shape)
    do throws(JSONError) {
      guard try reader.peek() == .object else { throw JSONError(.notAnObject, at: reader.offset) }
      try reader.beginObject()
    } catch {
      throw Self.refused(error, &reader, expected: .structure)
    }
    let members = shape.members
    // Clients send members in the model's order more often than not: look at the one after the last first.
    var next = 0
    while let key = try Self.key(&reader) {
      var found: AnyMember?
      for step in 0..<members.count {
        var index = next + step
        if index >= members.count { index -= members.count }
        let member = members[index]
        if key.equals(usesJSONNames ? member.jsonNameBytes : member.nameBytes) {
          found = member
          next = index + 1
          break
        }
      }
      guard let found, keeps(found) else {
        // A union with a member that nobody knows is not the one that the caller meant; `__type` is a hint of some SDKs.
        if case .union = shape.kind, found == nil, !key.equals("__type") {
          if try Self.takeNull(&reader) { continue }
          throw AWSError.serialization("A union must have exactly one known member set.")
        }
        try Self.skip(&reader)
        continue
      }
      structure.slots[found.index] = try value(
        found.target.shape, &reader, found.timestampFormat ?? found.target.timestampFormat)
    }
    if case .union = shape.kind {
      guard structure.slots.reduce(0, { $0 + ($1.isAbsent ? 0 : 1) }) == 1 else {
        throw AWSError.serialization("A union must have exactly one member set.")
      }
    }
    return structure
  }

  func value(_ shape: Shape, _ reader: inout JSONReader, _ format: TimestampFormat?) throws(AWSError) -> Value {
    if case .custom(let custom) = shape.kind {
      if try Self.takeNull(&reader) { return .absent }
      return try custom.decode(&reader)
    }
    do throws(JSONError) {
      if try reader.takeNull() { return .absent }
      switch shape.kind {
      case .string: return .string(try reader.string())
      case .boolean: return .boolean(try reader.bool())
      case .byte: return .integer(try integer(&reader, Int64(Int8.min)...Int64(Int8.max)))
      case .short: return .integer(try integer(&reader, Int64(Int16.min)...Int64(Int16.max)))
      case .integer: return .integer(try integer(&reader, Int64(Int32.min)...Int64(Int32.max)))
      case .long: return .integer(try integer(&reader, Int64.min...Int64.max))
      case .float, .double:
        if try reader.peek() == .string {
          let start = reader.offset
          switch try reader.string() {
          case "NaN": return .double(.nan)
          case "Infinity": return .double(.infinity)
          case "-Infinity": return .double(-.infinity)
          default: throw JSONError(.notANumber, at: start)
          }
        }
        return .double(try reader.double())
      case .blob: return .blob(Blob(try reader.base64()))
      case .timestamp: return .timestamp(try timestamp(&reader, format ?? timestampFormat))
      case .document: return .custom(Document(try JSONValue(from: &reader)))
      case .list, .map, .structure, .union, .custom: break
      }
    } catch {
      throw Self.refused(error, &reader, expected: shape.kind)
    }
    switch shape.kind {
    case .list(let element): return try list(element, shape.isSparse, &reader)
    case .map(_, let mapped): return try map(mapped, shape.isSparse, &reader)
    default: return .structure(try structure(shape, &reader))
    }
  }

  /// A number with a fraction of zero is an integer too (`1.0`), as Jackson takes it.
  private func integer(_ reader: inout JSONReader, _ range: ClosedRange<Int64>) throws(JSONError) -> Int64 {
    let start = reader.offset
    let number = try reader.number()
    if let integer = number.int64 {
      guard range.contains(integer) else { throw JSONError(.outOfRange, at: start) }
      return integer
    }
    guard let integer = Int64(exactly: number.double), range.contains(integer) else {
      throw JSONError(.notAnInteger, at: start)
    }
    return integer
  }

  private func timestamp(_ reader: inout JSONReader, _ format: TimestampFormat) throws(JSONError) -> Timestamp {
    let start = reader.offset
    let timestamp: Timestamp?
    switch format {
    case .epochSeconds:
      let number = try reader.number()
      timestamp = number.int64.map { Timestamp(seconds: $0) } ?? Timestamp(epochSeconds: number.double)
    case .dateTime: timestamp = Timestamp(iso8601: try reader.string())
    case .httpDate: timestamp = Timestamp(httpDate: try reader.string())
    }
    guard let timestamp else { throw JSONError(.outOfRange, at: start) }
    return timestamp
  }

  private func list(_ element: Target, _ isSparse: Bool, _ reader: inout JSONReader) throws(AWSError) -> Value {
    var values: [Value] = []
    let shape = element.shape
    do throws(JSONError) {
      guard try reader.peek() == .array else { throw JSONError(.notAnArray, at: reader.offset) }
      try reader.beginArray()
    } catch {
      throw Self.refused(error, &reader, expected: .list(element))
    }
    while try Self.element(&reader) {
      let value = try value(shape, &reader, element.timestampFormat)
      if value.isAbsent {
        guard isSparse else { throw AWSError.serialization("A list must not hold null.") }
        values.append(.null)
      } else {
        values.append(value)
      }
    }
    return .list(values)
  }

  private func map(_ mapped: Target, _ isSparse: Bool, _ reader: inout JSONReader) throws(AWSError) -> Value {
    var entries: [MapEntry] = []
    let shape = mapped.shape
    do throws(JSONError) {
      guard try reader.peek() == .object else { throw JSONError(.notAnObject, at: reader.offset) }
      try reader.beginObject()
    } catch {
      throw Self.refused(error, &reader, expected: .map(key: mapped, value: mapped))
    }
    while let key = try Self.key(&reader) {
      let name = key.string
      var value = try value(shape, &reader, mapped.timestampFormat)
      if value.isAbsent {
        guard isSparse else { throw AWSError.serialization("A map must not hold null.") }
        value = .null
      }
      entries.append(MapEntry(key: name, value: value))
    }
    entries.keepLastOfEqualKeys()
    return .map(entries)
  }

  // MARK: Errors

  private static func key(_ reader: inout JSONReader) throws(AWSError) -> JSONText? {
    do throws(JSONError) { return try reader.nextKey() } catch { throw malformed(error) }
  }
  private static func element(_ reader: inout JSONReader) throws(AWSError) -> Bool {
    do throws(JSONError) { return try reader.nextElement() } catch { throw malformed(error) }
  }
  private static func skip(_ reader: inout JSONReader) throws(AWSError) {
    do throws(JSONError) { try reader.skipValue() } catch { throw malformed(error) }
  }
  private static func takeNull(_ reader: inout JSONReader) throws(AWSError) -> Bool {
    do throws(JSONError) { return try reader.takeNull() } catch { throw malformed(error) }
  }

  /// The text is no JSON.
  static func malformed(_ error: JSONError) -> AWSError { AWSError.serialization(error.description) }

  /// The text is JSON of another type than the shape.
  private static func refused(_ error: JSONError, _ reader: inout JSONReader, expected: Shape.Kind) -> AWSError {
    guard error.isMismatch else { return malformed(error) }
    if case .invalidBase64 = error.reason { return AWSError.serialization("Invalid Base64 in a blob") }
    let kind = (try? reader.peek()) ?? .null
    switch expected {
    case .list, .map, .structure, .union, .document: return AWSError.serialization("Unexpected field type")
    default: break
    }
    let wanted = words(expected)
    switch kind {
    case .object: return AWSError.serialization("Start of structure or map found where not expected.")
    case .array: return AWSError.serialization("Start of list found where not expected")
    case .string: return AWSError.serialization("STRING_VALUE can not be converted to \(wanted)")
    case .number: return AWSError.serialization("NUMBER_VALUE can not be converted to \(wanted)")
    case .bool: return AWSError.serialization("BOOLEAN_VALUE can not be converted to \(wanted)")
    case .null: return AWSError.serialization("NULL_VALUE can not be converted to \(wanted)")
    }
  }

  /// The type's name with its article, as AWS's front end says it.
  static func words(_ kind: Shape.Kind) -> String {
    switch kind {
    case .string, .custom: "a String"
    case .boolean: "a Boolean"
    case .byte: "a Byte"
    case .short: "a Short"
    case .integer: "an Integer"
    case .long: "a Long"
    case .float: "a Float"
    case .double: "a Double"
    case .blob: "a Blob"
    case .timestamp: "milliseconds since epoch"
    case .list: "a List"
    case .map: "a Map"
    case .structure, .union, .document: "a Structure"
    }
  }
}
