import Protocols

/// How results are written.
enum SelectOutput: Sendable {
  struct CSV: Sendable {
    var quotesAlways = false
    var escape: UInt8 = UInt8(ascii: "\"")
    var quote: UInt8 = UInt8(ascii: "\"")
    var record: [UInt8] = [10]
    var field: [UInt8] = [UInt8(ascii: ",")]
  }
  case csv(CSV)
  case json(record: [UInt8])

  /// One row of named values.
  func append(_ row: [(name: String, value: SelectValue)], to out: inout [UInt8]) {
    switch self {
    case .csv(let csv):
      for (index, cell) in row.enumerated() {
        if index > 0 { out += csv.field }
        SelectOutput.append(Array(cell.value.text.utf8), csv, to: &out)
      }
      out += csv.record
    case .json(let record):
      var members: [JSONObject.Member] = []
      for cell in row {
        if case .missing = cell.value { continue }
        members.append(.init(key: cell.name, value: cell.value.json))
      }
      out += JSONValue.object(JSONObject(members)).bytes + record
    }
  }

  /// `*`: the record as it is.
  func append(_ record: SelectRecord, to out: inout [UInt8]) {
    switch (self, record) {
    case (.json(let end), .json(let value)):
      if value.object != nil {
        out += value.bytes + end
      } else {
        append([("_1", SelectValue(value))], to: &out)
      }
    case (_, .json(let value)):
      let members = value.object?.members
      append(members.map { $0.map { ($0.key, SelectValue($0.value)) } } ?? [("_1", SelectValue(value))], to: &out)
    case (_, .cells(let cells, let names)):
      let row = cells.enumerated().map { index, cell -> (name: String, value: SelectValue) in
        (names.flatMap { index < $0.count ? $0[index] : nil } ?? "_\(index + 1)", .string(cell))
      }
      append(row, to: &out)
    }
  }

  private static func append(_ cell: [UInt8], _ csv: CSV, to out: inout [UInt8]) {
    let needs =
      csv.quotesAlways
      || cell.contains { $0 == csv.quote || $0 == csv.field[0] || $0 == 10 || $0 == 13 || $0 == csv.record[0] }
    guard needs else {
      out += cell
      return
    }
    out.append(csv.quote)
    for byte in cell {
      if byte == csv.quote { out.append(csv.escape) }
      out.append(byte)
    }
    out.append(csv.quote)
  }
}
