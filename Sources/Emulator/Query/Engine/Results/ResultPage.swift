/// Rows of a result as text cells, up to 4,096 at a time.
package struct ResultPage: Sendable {
  package let columnCount: Int
  package private(set) var rowCount = 0
  private var data: [UInt8] = []
  private var spans: [Span] = []
  /// Marks NULL.
  private static let null = UInt32.max

  package init(columnCount: Int) { self.columnCount = columnCount }

  /// Makes the cells' texts.
  init(_ batch: Batch, _ types: [SQLType]) {
    columnCount = types.count
    rowCount = batch.count
    spans.reserveCapacity(batch.count * types.count)
    for row in 0..<batch.count {
      for (column, type) in zip(batch.columns, types) {
        guard column.isValid(row) else {
          appendNull()
          continue
        }
        let start: Int = data.count
        let at: Int = column.place(row)
        switch column.storage {
        case .int(let values): CellText.append(values[at], type, to: &data)
        case .bytes(let sources, let source) where type.isVarchar || type == .json:
          source.withUnsafeBytes { data.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[sources[at].range])) }
        default: CellText.append(column.datum(row), type, to: &data)
        }
        spans.append(Span(start, data.count - start))
      }
    }
  }

  private mutating func appendNull() {
    var span = Span(data.count, 0)
    span.count = Self.null
    spans.append(span)
  }

  package mutating func append(row cells: [String?]) {
    for cell in cells {
      guard let cell else {
        appendNull()
        continue
      }
      let start: Int = data.count
      data += cell.utf8
      spans.append(Span(start, data.count - start))
    }
    rowCount += 1
  }

  /// nil for NULL.
  package func text(_ row: Int, _ column: Int) -> String? {
    let span: Span = spans[row * columnCount + column]
    return span.count == Self.null ? nil : String(decoding: data[span.range], as: UTF8.self)
  }

  package func row(_ row: Int) -> [String?] { (0..<columnCount).map { text(row, $0) } }

  /// Adds a row's cells, as `write` has them (nil for NULL), parted and ended by the bytes.
  func write(
    _ row: Int, to output: inout [UInt8], separator: UInt8, _ write: (ArraySlice<UInt8>?, inout [UInt8]) -> Void
  ) {
    for column in 0..<columnCount {
      if column > 0 { output.append(separator) }
      let span: Span = spans[row * columnCount + column]
      write(span.count == Self.null ? nil : data[span.range], &output)
    }
    output.append(10)
  }
}

/// Where a query's result goes; called by the query's task, one call after the other.
package protocol ResultSink: AnyObject {
  /// Once, before any rows, also when there are none.
  func start(_ columns: [ColumnInfo]) async throws(QueryFailure)
  func add(_ page: ResultPage) async throws(QueryFailure)
}
