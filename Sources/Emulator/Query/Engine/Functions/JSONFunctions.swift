import Protocols

/// JSON as text: extraction by JSONPath (`$.a[0]["b"]`), parsing and printing.
enum JSONFunctions {
  static let all: [ScalarFunction] =
    [TypePattern.varchar, .json].flatMap { source -> [ScalarFunction] in
      [
        ScalarFunction("json_extract", [source, .varchar], .json) { (values) throws(QueryFailure) -> Datum in
          try found(values).map { .bytes($0.bytes) } ?? .null
        },
        ScalarFunction("json_extract_scalar", [source, .varchar], .varchar(nil)) {
          (values) throws(QueryFailure) -> Datum in
          switch try found(values) {
          case .string(let text)?: .text(text)
          case .number(let text)?: .text(text)
          case .bool(let flag)?: .text(flag ? "true" : "false")
          default: .null
          }
        },
        ScalarFunction("json_array_length", [source], .bigint) { (values) throws(QueryFailure) -> Datum in
          guard let list: [JSONValue] = value(values[0])?.array else { return .null }
          return .int(Int64(list.count))
        },
        ScalarFunction("json_size", [source, .varchar], .bigint) { (values) throws(QueryFailure) -> Datum in
          guard let value: JSONValue = try found(values) else { return .null }
          return .int(Int64(value.array?.count ?? value.object?.members.count ?? 0))
        },
        ScalarFunction("json_array_contains", [source, .varchar], .boolean) { (values) throws(QueryFailure) -> Datum in
          contains(values[0]) { $0.string == values[1].textValue }
        },
        ScalarFunction("json_array_contains", [source, .bigint], .boolean) { (values) throws(QueryFailure) -> Datum in
          contains(values[0]) { $0.int.map(Int64.init) == values[1].intValue }
        },
        ScalarFunction("json_array_contains", [source, .boolean], .boolean) { (values) throws(QueryFailure) -> Datum in
          contains(values[0]) { $0.bool == values[1].boolValue }
        },
        ScalarFunction("json_array_get", [source, .bigint], .json) { (values) throws(QueryFailure) -> Datum in
          guard let list: [JSONValue] = value(values[0])?.array else { return .null }
          let index: Int64 = values[1].intValue
          let place: Int64 = index < 0 ? Int64(list.count) + index : index
          return place >= 0 && place < Int64(list.count) ? .bytes(list[Int(place)].bytes) : .null
        },
      ]
    } + [
      ScalarFunction("json_parse", [.varchar], .json) { (values) throws(QueryFailure) -> Datum in
        guard let text: [UInt8] = JSONCast.canonical(values[0].bytesValue) else {
          throw .invalidArgument("Cannot convert value to JSON: '\(values[0].textValue)'")
        }
        return .bytes(text)
      },
      ScalarFunction("json_format", [.json], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in values[0] },
      ScalarFunction("is_json_scalar", [.json], .boolean) { (values) throws(QueryFailure) -> Datum in
        guard let json: JSONValue = value(values[0]) else { return .null }
        return .bool(json.array == nil && json.object == nil)
      },
    ]

  private static func value(_ text: Datum) -> JSONValue? { try? JSONValue.parse(text.bytesValue) }

  private static func contains(_ text: Datum, _ test: (JSONValue) -> Bool) -> Datum {
    guard let list: [JSONValue] = value(text)?.array else { return .null }
    return .bool(list.contains(where: test))
  }

  private enum Step {
    case member(String)
    case index(Int)
  }

  /// The value at the path; nil for text that is no JSON and for a path that leads nowhere.
  private static func found(_ values: [Datum]) throws(QueryFailure) -> JSONValue? {
    let steps: [Step] = try path(values[1].textValue)
    guard var current: JSONValue = value(values[0]) else { return nil }
    for step in steps {
      switch step {
      case .member(let name):
        guard let next: JSONValue = current.object?[name] else { return nil }
        current = next
      case .index(let index):
        guard let list: [JSONValue] = current.array, index < list.count else { return nil }
        current = list[index]
      }
    }
    return current
  }

  private static func path(_ text: String) throws(QueryFailure) -> [Step] {
    let bytes: [UInt8] = Array(text.utf8)
    let failure: QueryFailure = .invalidArgument("Invalid JSON path: '\(text)'")
    var at = 0
    var steps: [Step] = []
    func isName(_ byte: UInt8) -> Bool { byte != UInt8(ascii: ".") && byte != UInt8(ascii: "[") }
    func word() -> String {
      let start: Int = at
      while at < bytes.count, isName(bytes[at]) { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    if bytes.first == UInt8(ascii: "$") {
      at = 1
    } else {
      // A path may leave out `$.`.
      let first: String = word()
      if first.isEmpty { throw failure }
      steps.append(.member(first))
    }
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: ".") {
        at += 1
        let name: String = word()
        if name.isEmpty || name == "*" { throw failure }
        steps.append(.member(name))
        continue
      }
      guard bytes[at] == UInt8(ascii: "["), at + 1 < bytes.count else { throw failure }
      at += 1
      if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
        let quote: UInt8 = bytes[at]
        guard let end: Int = bytes[(at + 1)...].firstIndex(of: quote), end + 1 < bytes.count,
          bytes[end + 1] == UInt8(ascii: "]")
        else { throw failure }
        steps.append(.member(String(decoding: bytes[(at + 1)..<end], as: UTF8.self)))
        at = end + 2
        continue
      }
      guard let end: Int = bytes[at...].firstIndex(of: UInt8(ascii: "]")),
        let index = Int(String(decoding: bytes[at..<end], as: UTF8.self)), index >= 0
      else { throw failure }
      steps.append(.index(index))
      at = end + 1
    }
    return steps
  }
}
