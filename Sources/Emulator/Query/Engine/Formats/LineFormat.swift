/// Reads rows of text files. One for a partition; used by one task.
protocol LineFormat: AnyObject {
  /// Lines at the start of every object that are no data.
  var headerLines: Int { get }
  /// Adds the line's row to the builders, or nothing for a line that is no row.
  func append(_ line: UnsafeRawBufferPointer, to builders: [ColumnBuilder]) throws(QueryFailure)
}

/// A column that a scan reads: its place in the table, its name and its type.
struct ReadColumn {
  var index: Int
  var name: String
  var type: SQLType
}

enum LineFormats {
  static func make(
    _ storage: StorageDefinition, _ parameters: [String: String], _ columns: [ReadColumn], _ state: ExecutionState
  ) throws(QueryFailure) -> any LineFormat {
    let input: String = storage.inputFormat ?? "org.apache.hadoop.mapred.TextInputFormat"
    guard input == "org.apache.hadoop.mapred.TextInputFormat" else {
      throw QueryFailure("HIVE_UNSUPPORTED_FORMAT", "The input format \(input) is not supported by this engine")
    }
    let header: Int = Int(parameters["skip.header.line.count"] ?? "0") ?? 0
    switch storage.serde ?? "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe" {
    case "org.openx.data.jsonserde.JsonSerDe":
      return try JSONLines(columns, storage.serdeParameters, isOpenX: true, headerLines: header, state)
    case "org.apache.hive.hcatalog.data.JsonSerDe", "org.apache.hadoop.hive.serde2.JsonSerDe":
      return try JSONLines(columns, storage.serdeParameters, isOpenX: false, headerLines: header, state)
    case "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe":
      return try DelimitedLines(columns, storage.serdeParameters, headerLines: header)
    case "org.apache.hadoop.hive.serde2.OpenCSVSerde":
      return try CSVLines(columns, storage.serdeParameters, headerLines: header)
    case let other:
      throw QueryFailure("HIVE_UNSUPPORTED_FORMAT", "The SerDe \(other) is not supported by this engine")
    }
  }

  static func badField(_ text: String, _ index: Int) -> QueryFailure {
    .badData("Error parsing field value '\(text)' for field \(index): For input string: \"\(text)\"")
  }

  /// A field's text as a value of a scalar type; nil where it is none.
  static func scalar(_ text: [UInt8], _ type: SQLType) -> Datum? {
    switch type {
    case .varchar, .char: return try? Cast.datum(.bytes(text), .varchar(nil), type)
    case .varbinary: return .bytes(text)
    case .boolean:
      switch String(decoding: text, as: UTF8.self).lowercased() {
      case "true": return .bool(true)
      case "false": return .bool(false)
      default: return nil
      }
    case .timestamp:
      guard let parsed: CivilTime.Parsed = CivilTime.parse(text), let days: Int64 = parsed.days else { return nil }
      var micros: Int64 = days * CivilTime.microsPerDay + (parsed.micros ?? 0)
      if let zone: Int = parsed.zone {
        micros = ZonedTime.millis(ZonedTime.fromLocal(micros: micros, zone: zone)) * 1000
      }
      return .int(CivilTime.round(micros, digits: 3))
    case .date:
      guard let parsed: CivilTime.Parsed = CivilTime.parse(text) else { return nil }
      return parsed.days.map { .int($0) }
    default: return try? Cast.datum(.bytes(text), .varchar(nil), type)
    }
  }

  /// Digits with a sign, without making a String.
  static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var at = 0
    var negative = false
    if bytes.count > 0, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      negative = bytes[0] == UInt8(ascii: "-")
      at = 1
    }
    if at == bytes.count || bytes.count - at > 19 { return nil }
    var value: Int64 = 0
    while at < bytes.count {
      let digit: UInt8 = bytes[at] &- 48
      if digit > 9 { return nil }
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.subtractingReportingOverflow(Int64(digit))
      if first || second { return nil }
      value = sum
      at += 1
    }
    // Counted downwards, so that the least number fits.
    if negative { return value }
    return value == Int64.min ? nil : -value
  }
}
