import Protocols

/// Values to JSON and back. A JSON value is kept as its text, without blanks between its tokens.
enum JSONCast {
  /// A text as a JSON value; nil where it is not JSON.
  static func canonical(_ text: [UInt8]) -> [UInt8]? { (try? JSONValue.parse(text))?.bytes }

  static func json(_ value: Datum, _ type: SQLType) -> [UInt8] {
    var writer = JSONWriter()
    write(value, type, to: &writer)
    return writer.bytes
  }

  private static func write(_ value: Datum, _ type: SQLType, to writer: inout JSONWriter) {
    switch (value, type) {
    case (.null, _): writer.null()
    case (.bool(let flag), _): writer.bool(flag)
    case (.bytes(let text), .json): writer.raw(String(decoding: text, as: UTF8.self))
    case (.bytes(let text), _): writer.string(String(decoding: text, as: UTF8.self))
    case (.int(let number), _) where type.isInteger: writer.integer(number)
    case (.int, _): writer.string(CellText.text(value, type))
    case (.decimal, _): writer.raw(CellText.text(value, type))
    case (.double(let number), _):
      if number.isFinite { writer.raw(CellText.text(value, type)) } else { writer.string(CellText.text(value, type)) }
    case (.array(let values), .array(let element)):
      writer.beginArray()
      for value in values { write(value, element, to: &writer) }
      writer.endArray()
    case (.map(let keys, let values), .map(let keyType, let valueType)):
      // Trino writes the keys in order.
      let order: [Int] = keys.indices.sorted { Ordering.compare(keys[$0], keys[$1], keyType) < 0 }
      writer.beginObject()
      for index in order {
        writer.key(CellText.text(keys[index], keyType))
        write(values[index], valueType, to: &writer)
      }
      writer.endObject()
    case (.row(let values), .row(let fields)):
      writer.beginObject()
      for (index, field) in fields.enumerated() {
        writer.key(field.name ?? "")
        write(values[index], field.type, to: &writer)
      }
      writer.endObject()
    default: writer.null()
    }
  }

  static func value(_ text: [UInt8], _ type: SQLType) throws(QueryFailure) -> Datum {
    guard let json: JSONValue = try? JSONValue.parse(text) else { throw failure(text, type) }
    return try value(json, type)
  }

  private static func failure(_ text: [UInt8], _ type: SQLType) -> QueryFailure {
    .invalidCast("Cannot cast to \(type.text). \(String(decoding: text, as: UTF8.self))")
  }

  private static func value(_ json: JSONValue, _ type: SQLType) throws(QueryFailure) -> Datum {
    if json.isNull { return .null }
    switch type {
    case .json: return .bytes(json.bytes)
    case .array(let element):
      guard let values: [JSONValue] = json.array else { throw failure(json.bytes, type) }
      var list: [Datum] = []
      for value in values { list.append(try self.value(value, element)) }
      return .array(list)
    case .map(let keyType, let valueType):
      guard let object: JSONObject = json.object else { throw failure(json.bytes, type) }
      var keys: [Datum] = []
      var values: [Datum] = []
      for member in object.members {
        keys.append(try Cast.datum(.text(member.key), .varchar(nil), keyType))
        values.append(try value(member.value, valueType))
      }
      return .map(keys, values)
    case .row(let fields):
      var list: [Datum] = []
      if let values: [JSONValue] = json.array {
        guard values.count == fields.count else { throw failure(json.bytes, type) }
        for (index, field) in fields.enumerated() { list.append(try value(values[index], field.type)) }
      } else if let object: JSONObject = json.object {
        for field in fields {
          let member: JSONValue? = object.members.first { $0.key.lowercased() == field.name?.lowercased() }?.value
          list.append(
            try member.map { (found: JSONValue) throws(QueryFailure) -> Datum in try value(found, field.type) }
              ?? .null)
        }
      } else {
        throw failure(json.bytes, type)
      }
      return .row(list)
    default:
      switch json {
      case .string(let text): return try Cast.datum(.text(text), .varchar(nil), type)
      case .bool(let flag):
        if type.isVarchar { return .text(flag ? "true" : "false") }
        return try Cast.datum(.bool(flag), .boolean, type)
      case .number(let text):
        if type.isVarchar { return .text(text) }
        if type == .boolean { return .bool((Double(text) ?? 0) != 0) }
        if type.isInteger, Int64(text) == nil {
          return try Cast.datum(.double(Double(text) ?? .nan), .double, type)
        }
        return try Cast.datum(.text(text), .varchar(nil), type)
      default: throw failure(json.bytes, type)
      }
    }
  }
}
