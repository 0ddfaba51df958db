/// LazySimpleSerDe: fields parted by a character, nested values by further ones. A number that cannot be read is NULL.
final class DelimitedLines: LineFormat {
  let headerLines: Int
  private let columns: [ReadColumn]
  private let escape: UInt8?
  /// Of fields, of collections' items, of a map's keys, then of deeper levels.
  private var delimiters: [UInt8]
  private let nullText: [UInt8]
  private var fields: [Range<Int>] = []

  init(_ columns: [ReadColumn], _ parameters: [String: String], headerLines: Int) throws(QueryFailure) {
    self.columns = columns
    self.headerLines = headerLines
    func byte(_ key: String, _ fallback: UInt8) throws(QueryFailure) -> UInt8 {
      guard let text: String = parameters[key], !text.isEmpty else { return fallback }
      let bytes: [UInt8] = Array(text.utf8)
      if bytes.count == 1 { return bytes[0] }
      if let code = UInt8(text) { return code }
      throw .notSupported("The delimiter '\(text)' of several characters")
    }
    let field: UInt8 =
      parameters["field.delim"] != nil ? try byte("field.delim", 1) : try byte("serialization.format", 1)
    var list: [UInt8] = [
      field, try byte("collection.delim", try byte("colelction.delim", 2)), try byte("mapkey.delim", 3),
    ]
    list += [4, 5, 6, 7, 8]
    delimiters = list
    escape = parameters["escape.delim"].flatMap { $0.utf8.first }
    nullText = Array((parameters["serialization.null.format"] ?? "\\N").utf8)
    if let line: String = parameters["line.delim"], line != "\n", line != "10" {
      throw .notSupported("LINES TERMINATED BY anything but \\n")
    }
  }

  private func split(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ delimiter: UInt8) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start: Int = range.lowerBound
    var at: Int = start
    while at < range.upperBound {
      if bytes[at] == escape {
        at += 2
        continue
      }
      if bytes[at] == delimiter {
        parts.append(start..<at)
        start = at + 1
      }
      at += 1
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  func append(_ line: UnsafeRawBufferPointer, to builders: [ColumnBuilder]) throws(QueryFailure) {
    let parts: [Range<Int>] = split(line, 0..<line.count, delimiters[0])
    for (column, builder) in zip(columns, builders) {
      guard column.index < parts.count else {
        builder.appendNull()
        continue
      }
      let range: Range<Int> = parts[column.index]
      let raw = UnsafeRawBufferPointer(rebasing: line[range])
      if isNull(raw) {
        builder.appendNull()
      } else if case .varchar(nil) = column.type, escape == nil {
        builder.append(bytes: raw)
      } else if column.type.isInteger {
        if let number: Int64 = LineFormats.integer(raw), column.type.integerRange.contains(number) {
          builder.append(int: number)
        } else {
          builder.appendNull()
        }
      } else {
        builder.append(datum(line, range, column.type, level: 1))
      }
    }
  }

  private func isNull(_ raw: UnsafeRawBufferPointer) -> Bool {
    raw.count == nullText.count && raw.elementsEqual(nullText)
  }

  private func datum(_ line: UnsafeRawBufferPointer, _ range: Range<Int>, _ type: SQLType, level: Int) -> Datum {
    let raw = UnsafeRawBufferPointer(rebasing: line[range])
    if isNull(raw) { return .null }
    let delimiter: UInt8 = delimiters[min(level, delimiters.count - 1)]
    switch type {
    case .array(let element):
      if range.isEmpty { return .array([]) }
      return .array(split(line, range, delimiter).map { datum(line, $0, element, level: level + 1) })
    case .map(let keyType, let valueType):
      if range.isEmpty { return .map([], []) }
      let pair: UInt8 = delimiters[min(level + 1, delimiters.count - 1)]
      var keys: [Datum] = []
      var values: [Datum] = []
      for entry in split(line, range, delimiter) {
        let sides: [Range<Int>] = split(line, entry, pair)
        keys.append(datum(line, sides[0], keyType, level: level + 2))
        values.append(sides.count > 1 ? datum(line, sides[1], valueType, level: level + 2) : .null)
      }
      return .map(keys, values)
    case .row(let parts):
      let ranges: [Range<Int>] = split(line, range, delimiter)
      return .row(
        parts.enumerated().map { index, part in
          index < ranges.count ? datum(line, ranges[index], part.type, level: level + 1) : .null
        })
    default:
      return LineFormats.scalar(unescaped(raw), type) ?? .null
    }
  }

  private func unescaped(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
    guard let escape, raw.contains(escape) else { return Array(raw) }
    var result: [UInt8] = []
    var at = 0
    while at < raw.count {
      if raw[at] == escape, at + 1 < raw.count { at += 1 }
      result.append(raw[at])
      at += 1
    }
    return result
  }
}
