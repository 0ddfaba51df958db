import Protocols

/// How the data is written, and how it is read in pieces: bytes in, records out.
enum SelectInput: Sendable {
  case csv(CSVRecords)
  case json(JSONRecords)

  mutating func read(_ bytes: [UInt8]) throws(SelectError) -> [SelectRecord] {
    switch self {
    case .csv(var csv):
      self = .json(JSONRecords(isLines: true, path: []))
      defer { self = .csv(csv) }
      return try csv.read(bytes, isLast: false)
    case .json(var json):
      self = .json(JSONRecords(isLines: true, path: []))
      defer { self = .json(json) }
      return try json.read(bytes)
    }
  }

  mutating func finish() throws(SelectError) -> [SelectRecord] {
    switch self {
    case .csv(var csv):
      defer { self = .csv(csv) }
      return try csv.read([], isLast: true)
    case .json(var json):
      defer { self = .json(json) }
      return try json.finish()
    }
  }
}

/// CSV as S3 Select reads it.
struct CSVRecords: Sendable {
  enum Header: Sendable { case none, ignore, use }
  var header = Header.none
  var comment: UInt8?
  var quote: UInt8? = UInt8(ascii: "\"")
  var escape: UInt8? = UInt8(ascii: "\"")
  var record: [UInt8] = [10]
  var field: [UInt8] = [UInt8(ascii: ",")]
  var allowsQuotedRecords = false
  /// Where the bytes begin, and which records are wanted: those that begin inside.
  var offset = 0
  var end = Int.max
  /// A record may be cut by the beginning of the range: it belongs to the one before.
  var skipsFirst = false
  /// Nothing more is wanted.
  private(set) var isDone = false

  private var names: [String]?
  private var hasHeader = false
  private var rest: [UInt8] = []
  /// Of one record.
  private static let limit = 1 << 20

  init() {}

  mutating func read(_ bytes: [UInt8], isLast: Bool) throws(SelectError) -> [SelectRecord] {
    if isDone { return [] }
    rest += bytes
    var records: [SelectRecord] = []
    var start = 0
    while start < rest.count, !isDone {
      guard let (line, next) = self.line(from: start, isLast: isLast) else { break }
      let place = offset
      offset += next - start
      let cells = rest[line]
      start = next
      if skipsFirst {
        skipsFirst = false
        continue
      }
      if place > end {
        isDone = true
        break
      }
      if cells.isEmpty || (comment != nil && cells.first == comment) { continue }
      let split = split(cells)
      if !hasHeader, header != .none {
        hasHeader = true
        if header == .use { names = split }
        continue
      }
      records.append(.cells(split, names: names))
    }
    rest.removeFirst(start)
    if rest.count > CSVRecords.limit {
      throw SelectError(
        code: "OverMaxRecordSize",
        message: "The length of a record in the input or result is greater than maxCharsPerRecord of 1 MB.")
    }
    return records
  }

  /// The next record without its delimiter, and where the one behind it begins.
  private func line(from start: Int, isLast: Bool) -> (Range<Int>, Int)? {
    var at = start
    var isQuoted = false
    while at < rest.count {
      let byte = rest[at]
      if allowsQuotedRecords, isQuoted, byte == escape, escape != quote {
        at += 2
        continue
      }
      if allowsQuotedRecords, byte == quote { isQuoted.toggle() }
      if !isQuoted, byte == record[0], at + record.count <= rest.count,
        record.count == 1 || rest[at..<at + record.count].elementsEqual(record)
      {
        let isCRLF = record == [10] && at > start && rest[at - 1] == 13
        return (start..<(isCRLF ? at - 1 : at), at + record.count)
      }
      at += 1
    }
    guard isLast else { return nil }
    let isCR = record == [10] && rest.last == 13
    return (start..<max(start, isCR ? rest.count - 1 : rest.count), rest.count)
  }

  private func split(_ line: ArraySlice<UInt8>) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var at = line.startIndex
    var isQuoted = false
    var isFresh = true
    while at < line.endIndex {
      let byte = line[at]
      if isQuoted {
        let next = at + 1 < line.endIndex ? line[at + 1] : nil
        if byte == escape, let next, next == quote || next == escape, byte != quote || next == quote {
          cell.append(next)
          at += 2
          continue
        }
        if byte == quote { isQuoted = false } else { cell.append(byte) }
        at += 1
        continue
      }
      if isFresh, byte == quote, quote != nil {
        isQuoted = true
        isFresh = false
        at += 1
        continue
      }
      if byte == field[0], at + field.count <= line.endIndex, line[at..<at + field.count].elementsEqual(field) {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
        isFresh = true
        at += field.count
        continue
      }
      isFresh = false
      cell.append(byte)
      at += 1
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return cells
  }
}

/// JSON as S3 Select reads it: a value a line, or documents.
struct JSONRecords: Sendable {
  var isLines: Bool
  /// Behind `S3Object` in the statement.
  var path: [PathStep]
  var offset = 0
  var end = Int.max
  var skipsFirst = false
  private(set) var isDone = false
  private var rest: [UInt8] = []
  /// Of a whole document.
  private static let limit = 128 << 20

  init(isLines: Bool, path: [PathStep]) {
    self.isLines = isLines
    self.path = path
  }

  mutating func read(_ bytes: [UInt8]) throws(SelectError) -> [SelectRecord] {
    if isDone { return [] }
    rest += bytes
    guard isLines else {
      if rest.count > JSONRecords.limit {
        throw SelectError(code: "OverMaxRecordSize", message: "A document has more than 128 MiB.")
      }
      return []
    }
    return try lines(isLast: false)
  }

  mutating func finish() throws(SelectError) -> [SelectRecord] {
    if isLines { return try lines(isLast: true) }
    let text = rest
    rest = []
    if text.allSatisfy({ $0 <= 32 }) { return [] }
    if let whole = try? JSONValue.parse(text) { return records(whole) }
    // Several documents, each on lines of its own.
    rest = text
    return try lines(isLast: true)
  }

  private mutating func lines(isLast: Bool) throws(SelectError) -> [SelectRecord] {
    var found: [SelectRecord] = []
    var start = 0
    while start < rest.count {
      var line = rest[start...]
      var next = rest.count
      if let end = line.firstIndex(of: 10) {
        line = rest[start..<end]
        next = end + 1
      } else if !isLast {
        break
      }
      let place = offset
      offset += next - start
      start = next
      if skipsFirst {
        skipsFirst = false
        continue
      }
      if place > end {
        isDone = true
        break
      }
      if line.allSatisfy({ $0 <= 32 }) { continue }
      guard let value = try? JSONValue.parse(Array(line)) else {
        throw SelectError(
          code: "JSONParsingError", message: "Encountered an error parsing the JSON file. Check the file and try again."
        )
      }
      found += records(value)
    }
    rest.removeFirst(start)
    return found
  }

  private func records(_ value: JSONValue) -> [SelectRecord] {
    var all: [JSONValue] = []
    // `S3Object[*]` of lines is each line; of an array at the top, each of its elements.
    SelectRecord.unfolded(value, path[...], into: &all)
    return all.map { .json($0) }
  }
}
