import Protocols

/// A request to select: what is read, how, and what becomes of it.
struct SelectPlan: Sendable {
  var run: SelectRun
  /// The bytes of the object that are read.
  var range: Range<Int>
  var isGzip: Bool
  var tellsProgress: Bool

  init(_ input: Values<SelectObjectContent.Input>, size: Int, now: Timestamp) throws(AWSError) {
    let query: SelectQuery
    do throws(SelectError) {
      query = try SelectParser.parse(input[SelectObjectContent.Input.expression])
    } catch { throw AWSError(error.code, error.message) }
    let from = input[SelectObjectContent.Input.inputSerialization]
    isGzip = from[InputSerialization.compressionType] == "GZIP"
    tellsProgress = input[SelectObjectContent.Input.requestProgress]?[RequestProgress.enabled] ?? false
    range = 0..<size
    let records: SelectInput
    switch (from[InputSerialization.csv], from[InputSerialization.json]) {
    case (let csv?, nil):
      var reader = try SelectPlan.csv(csv)
      if let scan = input[SelectObjectContent.Input.scanRange] {
        if isGzip || reader.allowsQuotedRecords { throw SelectPlan.unsupportedScan() }
        (range, reader.end) = try SelectPlan.range(scan, size)
        reader.offset = range.lowerBound
        reader.skipsFirst = range.lowerBound > 0
      }
      records = .csv(reader)
    case (nil, let json?):
      let isLines = json[JSONInput.type] == "LINES"
      var path = query.path
      // `S3Object[*]` says each record, which lines are anyway; of documents, each of them.
      if path.first == .all { path.removeFirst() }
      var reader = JSONRecords(isLines: isLines, path: path)
      if let scan = input[SelectObjectContent.Input.scanRange] {
        if isGzip || !isLines { throw SelectPlan.unsupportedScan() }
        (range, reader.end) = try SelectPlan.range(scan, size)
        reader.offset = range.lowerBound
        reader.skipsFirst = range.lowerBound > 0
      }
      records = .json(reader)
    default:
      throw AWSError(
        "InvalidDataSource", "Invalid data source type. Only CSV, JSON, and Parquet are supported at this time.")
    }
    let output = try SelectPlan.output(input[SelectObjectContent.Input.outputSerialization])
    run = SelectRun(query, records, output, now: now)
  }

  private static func csv(_ from: Values<CSVInput>) throws(AWSError) -> CSVRecords {
    var csv = CSVRecords()
    switch from[CSVInput.fileHeaderInfo] {
    case "USE": csv.header = .use
    case "IGNORE": csv.header = .ignore
    default: csv.header = .none
    }
    csv.comment = try byte(from[CSVInput.comments], "Comments")
    if from.has(CSVInput.quoteCharacter) {
      csv.quote = try byte(from[CSVInput.quoteCharacter], "QuoteCharacter")
      csv.escape = csv.quote
    }
    if let escape = try byte(from[CSVInput.quoteEscapeCharacter], "QuoteEscapeCharacter") { csv.escape = escape }
    csv.record = try delimiter(from[CSVInput.recordDelimiter], csv.record, "RecordDelimiter")
    csv.field = try delimiter(from[CSVInput.fieldDelimiter], csv.field, "FieldDelimiter")
    csv.allowsQuotedRecords = from[CSVInput.allowQuotedRecordDelimiter] ?? false
    return csv
  }

  private static func output(_ to: Values<OutputSerialization>) throws(AWSError) -> SelectOutput {
    switch (to[OutputSerialization.csv], to[OutputSerialization.json]) {
    case (let form?, nil):
      var csv = SelectOutput.CSV()
      csv.quotesAlways = form[CSVOutput.quoteFields] == "ALWAYS"
      if let quote = try byte(form[CSVOutput.quoteCharacter], "QuoteCharacter") {
        csv.quote = quote
        csv.escape = quote
      }
      if let escape = try byte(form[CSVOutput.quoteEscapeCharacter], "QuoteEscapeCharacter") { csv.escape = escape }
      csv.record = try delimiter(form[CSVOutput.recordDelimiter], csv.record, "RecordDelimiter")
      csv.field = try delimiter(form[CSVOutput.fieldDelimiter], csv.field, "FieldDelimiter")
      return .csv(csv)
    case (nil, let form?):
      return .json(record: try delimiter(form[JSONOutput.recordDelimiter], [10], "RecordDelimiter"))
    default:
      throw AWSError("InvalidRequestParameter", "The value of a parameter in OutputSerialization is invalid.")
    }
  }

  /// One character; nil for none.
  private static func byte(_ text: String?, _ name: String) throws(AWSError) -> UInt8? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.count == 1 else { throw invalid(name) }
    return text.utf8.first
  }

  private static func delimiter(_ text: String?, _ usual: [UInt8], _ name: String) throws(AWSError) -> [UInt8] {
    guard let text else { return usual }
    guard (1...2).contains(text.utf8.count) else { throw invalid(name) }
    return Array(text.utf8)
  }

  private static func invalid(_ name: String) -> AWSError {
    AWSError("InvalidRequestParameter", "The value of a parameter in \(name) element is invalid.")
  }

  /// The bytes to read, and behind which place no record may begin.
  private static func range(_ scan: Values<ScanRange>, _ size: Int) throws(AWSError) -> (Range<Int>, Int) {
    switch (scan[ScanRange.start], scan[ScanRange.end]) {
    case (let start?, let end?):
      guard start >= 0, end >= start, start < max(1, size) else { throw invalidScan() }
      // A record that begins in front of the byte at `start` ends behind it: the reading begins there.
      return (start..<size, min(end, size))
    case (let start?, nil):
      guard start >= 0, start < max(1, size) else { throw invalidScan() }
      return (start..<size, Int.max)
    case (nil, let last?):
      guard last > 0 else { throw invalidScan() }
      return (max(0, size - last)..<size, Int.max)
    default: throw invalidScan()
    }
  }

  private static func invalidScan() -> AWSError { AWSError("InvalidScanRange", "The provided scan range is invalid.") }
  private static func unsupportedScan() -> AWSError {
    AWSError(
      "UnsupportedScanRangeInput",
      "Scan range queries are not supported on this type of object. Scan range queries are only supported on "
        + "uncompressed CSV objects without newline delimiters in fields and uncompressed line-delimited JSON objects.")
  }
}
