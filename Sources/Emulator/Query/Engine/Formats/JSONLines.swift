import Protocols

/// One JSON object a line, for the OpenX and the Hive JSON SerDe. Only the wanted columns are looked at. Of several
/// objects on one line the first counts, as AWS's SerDes have it.
final class JSONLines: LineFormat {
  let headerLines: Int
  private let columns: [ReadColumn]
  /// The keys in the data, in lower case unless case counts.
  private let keys: [[UInt8]]
  private let ignoresCase: Bool
  private let ignoresMalformed: Bool
  private let isOpenX: Bool
  private let state: ExecutionState
  private var isFilled: [Bool]

  init(
    _ columns: [ReadColumn], _ parameters: [String: String], isOpenX: Bool, headerLines: Int, _ state: ExecutionState
  ) throws(QueryFailure) {
    self.columns = columns
    self.headerLines = headerLines
    self.isOpenX = isOpenX
    self.state = state
    let ignoresCase: Bool = parameters["case.insensitive"]?.lowercased() != "false"
    self.ignoresCase = ignoresCase
    ignoresMalformed = parameters["ignore.malformed.json"]?.lowercased() == "true"
    if parameters["dots.in.keys"]?.lowercased() == "true" {
      throw .notSupported("The SerDe property dots.in.keys")
    }
    keys = columns.map { column in
      let key: String = parameters["mapping." + column.name] ?? column.name
      return Array((ignoresCase ? key.lowercased() : key).utf8)
    }
    isFilled = [Bool](repeating: false, count: columns.count)
  }

  func append(_ line: UnsafeRawBufferPointer, to builders: [ColumnBuilder]) throws(QueryFailure) {
    var scanner = JSONScanner(line)
    if scanner.peek() == 0, scanner.at == line.count { return }
    for index in isFilled.indices { isFilled[index] = false }
    let isWhole: Bool = try object(&scanner, builders)
    for (index, builder) in builders.enumerated() where !isFilled[index] { builder.appendNull() }
    if !isWhole, !ignoresMalformed {
      throw QueryFailure(
        "HIVE_CURSOR_ERROR",
        "Row is not a valid JSON Object - JSONException: A JSONObject text must begin with '{' at \(scanner.at + 1) "
          + "[character \(scanner.at + 2) line 1]")
    }
    if isWhole, scanner.peek() != 0 {
      state.warn(
        "Lines hold more than one JSON object; only the first of each line is read. Firehose parts records by new lines "
          + "with the AppendDelimiterToRecord processor.")
    }
  }

  /// false for malformed text.
  private func object(_ scanner: inout JSONScanner, _ builders: [ColumnBuilder]) throws(QueryFailure) -> Bool {
    guard scanner.accept(UInt8(ascii: "{")) else { return false }
    if scanner.accept(UInt8(ascii: "}")) { return true }
    repeat {
      guard let key = scanner.string(), scanner.accept(UInt8(ascii: ":")) else { return false }
      if let index: Int = find(key.raw, key.isEscaped), !isFilled[index] {
        guard try append(&scanner, columns[index], builders[index]) else { return false }
        isFilled[index] = true
      } else if scanner.value() == nil {
        return false
      }
    } while scanner.accept(UInt8(ascii: ","))
    return scanner.accept(UInt8(ascii: "}"))
  }

  private func find(_ key: UnsafeRawBufferPointer, _ isEscaped: Bool) -> Int? {
    if isEscaped {
      guard let plain: [UInt8] = JSONScanner.unescaped(key) else { return nil }
      return plain.withUnsafeBytes { find($0, false) }
    }
    for (index, wanted) in keys.enumerated() where wanted.count == key.count {
      var same = true
      for offset in 0..<wanted.count {
        var byte: UInt8 = key[offset]
        if ignoresCase, byte >= 65, byte <= 90 { byte |= 0x20 }
        if byte != wanted[offset] {
          same = false
          break
        }
      }
      if same { return index }
    }
    return nil
  }

  private static func isNull(_ raw: UnsafeRawBufferPointer) -> Bool {
    raw.count == 4 && raw[0] == UInt8(ascii: "n") && raw[1] == UInt8(ascii: "u")
  }

  /// Plain text and integers go straight into the builder.
  private func append(
    _ scanner: inout JSONScanner, _ column: ReadColumn, _ builder: ColumnBuilder
  ) throws(QueryFailure) -> Bool {
    if scanner.peek() == UInt8(ascii: "\""), case .varchar(nil) = column.type {
      guard let text = scanner.string() else { return false }
      if !text.isEscaped {
        builder.append(bytes: text.raw)
        return true
      }
      guard let plain: [UInt8] = JSONScanner.unescaped(text.raw) else { return false }
      builder.append(bytes: plain)
      return true
    }
    guard let raw: UnsafeRawBufferPointer = scanner.value() else { return false }
    if Self.isNull(raw) {
      builder.appendNull()
    } else if column.type.isInteger, let number: Int64 = LineFormats.integer(raw),
      column.type.integerRange.contains(number)
    {
      builder.append(int: number)
    } else {
      guard let value: Datum = try datum(raw, column.type, column.index, depth: 0) else { return false }
      builder.append(value)
    }
    return true
  }

  /// nil for malformed text.
  private func datum(
    _ raw: UnsafeRawBufferPointer, _ type: SQLType, _ field: Int, depth: Int
  ) throws(QueryFailure) -> Datum? {
    if raw.isEmpty || depth > 60 { return nil }
    if Self.isNull(raw) { return .null }
    var scanner = JSONScanner(raw)
    switch type {
    case .array(let element):
      guard scanner.accept(UInt8(ascii: "[")) else { return .null }
      var values: [Datum] = []
      if scanner.accept(UInt8(ascii: "]")) { return .array([]) }
      repeat {
        guard let inner: UnsafeRawBufferPointer = scanner.value(),
          let value: Datum = try datum(inner, element, field, depth: depth + 1)
        else { return nil }
        values.append(value)
      } while scanner.accept(UInt8(ascii: ","))
      return scanner.accept(UInt8(ascii: "]")) ? .array(values) : nil
    case .map, .row:
      guard scanner.accept(UInt8(ascii: "{")) else { return .null }
      var members: [(key: [UInt8], raw: UnsafeRawBufferPointer)] = []
      if !scanner.accept(UInt8(ascii: "}")) {
        repeat {
          guard let key = scanner.string(), let name: [UInt8] = JSONScanner.unescaped(key.raw),
            scanner.accept(UInt8(ascii: ":")), let inner: UnsafeRawBufferPointer = scanner.value()
          else { return nil }
          members.append((name, inner))
        } while scanner.accept(UInt8(ascii: ","))
        if !scanner.accept(UInt8(ascii: "}")) { return nil }
      }
      return try nested(members, type, field, depth)
    default: return try scalar(raw, type, field)
    }
  }

  private func nested(
    _ members: [(key: [UInt8], raw: UnsafeRawBufferPointer)], _ type: SQLType, _ field: Int, _ depth: Int
  ) throws(QueryFailure) -> Datum? {
    if case .map(let keyType, let valueType) = type {
      var keys: [Datum] = []
      var values: [Datum] = []
      for member in members {
        guard let key: Datum = LineFormats.scalar(member.key, keyType),
          let value: Datum = try datum(member.raw, valueType, field, depth: depth + 1)
        else { return nil }
        keys.append(key)
        values.append(value)
      }
      return .map(keys, values)
    }
    guard case .row(let fields) = type else { return nil }
    var values: [Datum] = []
    for part in fields {
      let name: String = part.name ?? ""
      let member = members.first { String(decoding: $0.key, as: UTF8.self).lowercased() == name }
      guard let member else {
        values.append(.null)
        continue
      }
      guard let value: Datum = try datum(member.raw, part.type, field, depth: depth + 1) else { return nil }
      values.append(value)
    }
    return .row(values)
  }

  private func scalar(_ raw: UnsafeRawBufferPointer, _ type: SQLType, _ field: Int) throws(QueryFailure) -> Datum? {
    let isString: Bool = raw[0] == UInt8(ascii: "\"")
    var text: [UInt8] = Array(raw)
    if isString {
      guard let plain: [UInt8] = JSONScanner.unescaped(UnsafeRawBufferPointer(rebasing: raw[1..<raw.count - 1])) else {
        return nil
      }
      text = plain
    }
    if case .varbinary = type { return .bytes(Base64.decode(text) ?? text) }
    if case .timestamp = type, !isString, let number: Int64 = LineFormats.integer(raw) {
      // Seconds or milliseconds since 1970, told apart by their size.
      return .int(abs(number) < 100_000_000_000 ? number * 1_000_000 : number * 1000)
    }
    if let value: Datum = LineFormats.scalar(text, type) { return value }
    throw LineFormats.badField(String(decoding: text, as: UTF8.self), field)
  }
}
