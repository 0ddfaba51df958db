/// Puts together a column whose rows were computed in groups.
struct PieceAssembly {
  private let builder: ColumnBuilder
  private var places: [Int32]

  init(_ type: SQLType, count: Int) {
    builder = ColumnBuilder(type)
    places = [Int32](repeating: -1, count: count)
  }

  /// The piece's rows belong at those rows of the whole.
  mutating func add(_ piece: Column, at rows: [Int32]) {
    let start = Int32(builder.count)
    builder.append(piece)
    for (index, row) in rows.enumerated() { places[Int(row)] = start + Int32(index) }
  }

  /// Rows that no piece gave are NULL.
  func finish() -> Column { builder.finish().gather(places) }
}

extension Batch {
  /// The rows at those indexes, of the columns that are needed; the others stay as they are and must not be read.
  func gather(_ rows: [Int32], only needed: Set<Int>) -> Batch {
    var copy: Batch = self
    for index in needed { copy.columns[index] = columns[index].gather(rows) }
    copy.count = rows.count
    return copy
  }
}
