/// Rows out of a result file, as GetQueryResults gives them: the CSV of a query, every field quoted and NULL nothing at
/// all, or the text of a statement, a line a row.
struct ResultRows {
  enum Form: Sendable {
    case csv(columns: Int)
    case text
  }

  /// A cell; nil is NULL.
  typealias Row = [String?]

  private(set) var rows: [Row] = []
  /// Bytes of the piece that belong to the rows.
  private(set) var consumed = 0

  /// Takes up to `limit` rows off the piece. A row that the piece cuts off is left to a longer piece, unless the piece
  /// ends the file.
  init(_ piece: [UInt8], _ form: Form, limit: Int, isLast: Bool) {
    while rows.count < limit, consumed < piece.count {
      let row: (cells: Row, next: Int)?
      switch form {
      case .csv(let columns): row = ResultRows.csvRow(piece, consumed, columns, isLast)
      case .text: row = ResultRows.line(piece, consumed, isLast)
      }
      guard let row else { return }
      rows.append(row.cells)
      consumed = row.next
    }
  }

  private static func line(_ bytes: [UInt8], _ start: Int, _ isLast: Bool) -> (cells: Row, next: Int)? {
    let end = bytes[start...].firstIndex(of: 0x0A)
    guard end != nil || isLast else { return nil }
    let text = String(decoding: bytes[start..<(end ?? bytes.count)], as: UTF8.self)
    return ([text], end.map { $0 + 1 } ?? bytes.count)
  }

  private static func csvRow(
    _ bytes: [UInt8], _ start: Int, _ columns: Int, _ isLast: Bool
  ) -> (cells: Row, next: Int)? {
    var cells: Row = []
    var index = start
    while true {
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        guard let field = quoted(bytes, index + 1) else { return nil }
        cells.append(field.text)
        index = field.next
      } else {
        cells.append(nil)
      }
      if index >= bytes.count { return isLast ? (filled(cells, columns), index) : nil }
      let byte = bytes[index]
      index += 1
      if byte == 0x0A { return (filled(cells, columns), index) }
    }
  }

  /// The text up to the closing quote, two of which are one, and where it ends; nil when it is cut off.
  private static func quoted(_ bytes: [UInt8], _ start: Int) -> (text: String, next: Int)? {
    var text: [UInt8] = []
    var index = start
    while index < bytes.count {
      if bytes[index] != UInt8(ascii: "\"") {
        text.append(bytes[index])
        index += 1
        continue
      }
      // Whether a second quote follows is only known with another byte: a row always ends in a line's end.
      guard index + 1 < bytes.count else { return nil }
      if bytes[index + 1] != UInt8(ascii: "\"") { return (String(decoding: text, as: UTF8.self), index + 1) }
      text.append(bytes[index])
      index += 2
    }
    return nil
  }

  private static func filled(_ cells: Row, _ columns: Int) -> Row {
    cells.count >= columns ? cells : cells + Row(repeating: nil, count: columns - cells.count)
  }
}
