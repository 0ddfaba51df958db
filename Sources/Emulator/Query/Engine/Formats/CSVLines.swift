/// OpenCSVSerde: quoted fields. Dates are days and timestamps milliseconds since 1970.
final class CSVLines: LineFormat {
  let headerLines: Int
  private let columns: [ReadColumn]
  private let separator: UInt8
  private let quote: UInt8
  private let escape: UInt8

  init(_ columns: [ReadColumn], _ parameters: [String: String], headerLines: Int) throws(QueryFailure) {
    self.columns = columns
    self.headerLines = headerLines
    separator = parameters["separatorChar"]?.utf8.first ?? UInt8(ascii: ",")
    quote = parameters["quoteChar"]?.utf8.first ?? UInt8(ascii: "\"")
    escape = parameters["escapeChar"]?.utf8.first ?? UInt8(ascii: "\\")
    for column in columns
    where column.type.storage == .array || column.type.storage == .map || column.type.storage == .row {
      throw .badData("The type \(column.type.text) of column \(column.name) cannot be read by OpenCSVSerde")
    }
  }

  func append(_ line: UnsafeRawBufferPointer, to builders: [ColumnBuilder]) throws(QueryFailure) {
    let fields: [[UInt8]] = split(line)
    for (column, builder) in zip(columns, builders) {
      guard column.index < fields.count else {
        builder.appendNull()
        continue
      }
      let text: [UInt8] = fields[column.index]
      if case .varchar(nil) = column.type {
        builder.append(bytes: text)
        continue
      }
      builder.append(try value(text, column))
    }
  }

  private func value(_ text: [UInt8], _ column: ReadColumn) throws(QueryFailure) -> Datum {
    let shown: String = String(decoding: text, as: UTF8.self)
    switch column.type {
    case .date:
      guard let days = Int64(shown) else { throw LineFormats.badField(shown, column.index) }
      return .int(days)
    case .timestamp:
      guard let millis = Int64(shown) else { throw LineFormats.badField(shown, column.index) }
      return .int(millis &* 1000)
    default:
      guard let value: Datum = LineFormats.scalar(text, column.type) else {
        throw LineFormats.badField(shown, column.index)
      }
      return value
    }
  }

  private func split(_ line: UnsafeRawBufferPointer) -> [[UInt8]] {
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var at = 0
    while at < line.count {
      let byte: UInt8 = line[at]
      at += 1
      if byte == quote {
        if isQuoted, at < line.count, line[at] == quote {
          field.append(quote)
          at += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == escape, isQuoted, at < line.count, line[at] == quote || line[at] == escape {
        field.append(line[at])
        at += 1
      } else if byte == separator, !isQuoted {
        fields.append(field)
        field = []
      } else {
        field.append(byte)
      }
    }
    fields.append(field)
    return fields
  }
}
