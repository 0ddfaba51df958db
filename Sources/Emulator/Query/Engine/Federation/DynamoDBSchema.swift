/// Columns inferred from items, as AWS's connector infers them: S varchar, N decimal(38,9), BOOL boolean, B varbinary,
/// sets and lists arrays, M a row; the last type seen of a name wins, at the place where the name was first seen.
package enum DynamoDBSchema {
  package static let number: SQLType = .decimal(precision: 38, scale: 9)

  /// `items` are the first ones of the table (Scan with Limit 4); without any, the attribute definitions serve.
  package static func columns(
    _ items: [DynamoDBItem], _ table: DynamoDBTable
  ) -> [ConnectorTable.Column] {
    var names: [String] = []
    var types: [String: SQLType] = [:]
    func add(_ name: String, _ type: SQLType) {
      let lower: String = name.lowercased()
      if types[lower] == nil { names.append(lower) }
      types[lower] = type
    }
    for item in items {
      for attribute in item {
        if let type: SQLType = type(attribute.value) { add(attribute.name, type) }
      }
    }
    if items.isEmpty {
      for attribute in table.attributes {
        switch attribute.type {
        case "N": add(attribute.name, number)
        case "B": add(attribute.name, .varbinary)
        default: add(attribute.name, .varchar(nil))
        }
      }
    }
    return names.map { ConnectorTable.Column($0, types[$0] ?? .varchar(nil)) }
  }

  /// nil for what makes no column: NULL and the empty list.
  package static func type(_ value: DynamoDBValue) -> SQLType? {
    switch value {
    case .string: return .varchar(nil)
    case .number: return number
    case .binary: return .varbinary
    case .bool: return .boolean
    case .null: return nil
    case .stringSet: return .array(.varchar(nil))
    case .numberSet: return .array(number)
    case .binarySet: return .array(.varbinary)
    case .list(let values):
      if values.isEmpty { return nil }
      let types: [SQLType] = values.compactMap { type($0) }
      guard let first: SQLType = types.first else { return nil }
      return .array(types.allSatisfy { $0 == first } ? first : .varchar(nil))
    case .map(let members):
      var fields: [SQLType.Field] = []
      for member in members {
        if let type: SQLType = type(member.value) { fields.append(SQLType.Field(member.name.lowercased(), type)) }
      }
      return fields.isEmpty ? .varchar(nil) : .row(fields)
    }
  }

  /// An attribute as a value of the column's type: a scalar for a list is a list of one, anything for a text its text,
  /// what does not fit NULL.
  package static func datum(_ value: DynamoDBValue, _ type: SQLType) -> Datum {
    switch (value, type) {
    case (.null, _): return .null
    case (.list(let values), .array(let element)): return .array(values.map { datum($0, element) })
    case (.stringSet(let values), .array(let element)): return .array(values.map { datum(.string($0), element) })
    case (.numberSet(let values), .array(let element)): return .array(values.map { datum(.number($0), element) })
    case (.binarySet(let values), .array(let element)): return .array(values.map { datum(.binary($0), element) })
    case (_, .array(let element)):
      let single: Datum = datum(value, element)
      return single.isNull ? .null : .array([single])
    case (.map(let members), .row(let fields)):
      return .row(
        fields.map { field in
          guard let member = members.first(where: { $0.name.lowercased() == field.name }) else { return .null }
          return datum(member.value, field.type)
        })
    case (_, .row), (_, .map): return .null
    case (.binary(let bytes), .varbinary): return .bytes(bytes)
    case (.bool(let flag), .boolean): return .bool(flag)
    case (.string(let text), .varbinary): return .text(text)
    case (_, .varchar): return .text(text(value))
    case (.number(let text), .decimal(_, let scale)):
      guard let parsed = Decimal.parse(text.utf8),
        let digits: Int128 = Decimal.rescale(parsed.value, from: parsed.scale, to: scale), Decimal.fits(digits, 38)
      else { return .null }
      return .decimal(digits)
    case (.number(let text), _):
      guard let parsed: Double = Double(text) else { return .null }
      return (try? Cast.datum(.double(type.isInteger ? parsed.rounded(.towardZero) : parsed), .double, type)) ?? .null
    case (.string(let text), _): return (try? Cast.datum(.text(text), .varchar(nil), type)) ?? .null
    default: return .null
    }
  }

  private static func text(_ value: DynamoDBValue) -> String {
    switch value {
    case .string(let text), .number(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .null: return "null"
    case .binary(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .list(let values): return "[" + values.map { text($0) }.joined(separator: ", ") + "]"
    case .stringSet(let values), .numberSet(let values): return "[" + values.joined(separator: ", ") + "]"
    case .binarySet(let values):
      return "[" + values.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ") + "]"
    case .map(let members):
      return "{" + members.map { $0.name + "=" + text($0.value) }.joined(separator: ", ") + "}"
    }
  }
}
