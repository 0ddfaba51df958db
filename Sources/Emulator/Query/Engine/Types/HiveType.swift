/// The catalog's type strings: `struct<a:int,b:array<string>>`.
package enum HiveType {
  /// nil for a string that is no type.
  package static func parse(_ text: String) -> SQLType? {
    var parser = Parser(bytes: Array(text.lowercased().utf8))
    guard let type: SQLType = parser.type(depth: 0), parser.isAtEnd else { return nil }
    return type
  }

  /// A Trino type in Hive's words, as DESCRIBE shows it.
  package static func text(_ type: SQLType) -> String {
    switch type {
    case .integer: return "int"
    case .real: return "float"
    case .varchar(nil): return "string"
    case .varbinary: return "binary"
    case .timestamp: return "timestamp"
    case .array(let element): return "array<" + text(element) + ">"
    case .map(let key, let value): return "map<" + text(key) + "," + text(value) + ">"
    case .row(let fields):
      let parts: [String] = fields.enumerated().map { index, field in
        (field.name ?? "field\(index)") + ":" + text(field.type)
      }
      return "struct<" + parts.joined(separator: ",") + ">"
    default: return type.text
    }
  }

  private struct Parser {
    let bytes: [UInt8]
    var at = 0

    var isAtEnd: Bool { at == bytes.count }

    mutating func word() -> String {
      let start = at
      while at < bytes.count, !"<>,:() ".utf8.contains(bytes[at]) { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    mutating func accept(_ character: Character) -> Bool {
      while at < bytes.count, bytes[at] == 32 { at += 1 }
      guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
      at += 1
      while at < bytes.count, bytes[at] == 32 { at += 1 }
      return true
    }

    mutating func number() -> Int? { Int(word()) }

    mutating func type(depth: Int) -> SQLType? {
      if depth > 60 { return nil }
      switch word() {
      case "boolean": return .boolean
      case "tinyint": return .tinyint
      case "smallint": return .smallint
      case "int", "integer": return .integer
      case "bigint": return .bigint
      case "float", "real": return .real
      case "double": return .double
      case "string": return .varchar(nil)
      case "binary": return .varbinary
      case "date": return .date
      case "timestamp": return .timestamp(3)
      case "varchar":
        guard accept("(") else { return .varchar(nil) }
        guard let length: Int = number(), accept(")") else { return nil }
        return .varchar(length)
      case "char":
        guard accept("("), let length: Int = number(), accept(")") else { return nil }
        return .char(length)
      case "decimal":
        guard accept("(") else { return .decimal(precision: 10, scale: 0) }
        guard let precision: Int = number() else { return nil }
        var scale = 0
        if accept(",") {
          guard let digits: Int = number() else { return nil }
          scale = digits
        }
        guard accept(")"), (1...38).contains(precision), (0...precision).contains(scale) else { return nil }
        return .decimal(precision: precision, scale: scale)
      case "array":
        guard accept("<"), let element: SQLType = type(depth: depth + 1), accept(">") else { return nil }
        return .array(element)
      case "map":
        guard accept("<"), let key: SQLType = type(depth: depth + 1), accept(","),
          let value: SQLType = type(depth: depth + 1), accept(">")
        else { return nil }
        return .map(key, value)
      case "struct":
        guard accept("<") else { return nil }
        var fields: [SQLType.Field] = []
        repeat {
          let name: String = word()
          guard accept(":"), let inner: SQLType = type(depth: depth + 1) else { return nil }
          fields.append(SQLType.Field(name, inner))
        } while accept(",")
        return accept(">") ? .row(fields) : nil
      default: return nil
      }
    }
  }
}
