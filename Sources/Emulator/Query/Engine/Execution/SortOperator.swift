/// ORDER BY: gathers its input and sorts row numbers. With a limit it forgets what can no longer come out.
final class SortOperator: BatchSource {
  private let input: any BatchSource
  private let keys: [SortKey]
  private let limit: Int?
  private let types: [SQLType]
  private let state: ExecutionState
  private var sorted: Batch?
  private var emitted = 0

  init(
    _ keys: [SortKey], limit: Int?, _ input: any BatchSource, _ types: [SQLType], _ state: ExecutionState
  ) {
    self.keys = keys
    self.limit = limit
    self.input = input
    self.types = types
    self.state = state
  }

  func next() async throws(QueryFailure) -> Batch? {
    if sorted == nil { sorted = try await consume() }
    guard let sorted, emitted < sorted.count else { return nil }
    try state.check()
    let count: Int = min(Batch.size, sorted.count - emitted)
    defer { emitted += count }
    return sorted.slice(emitted, count)
  }

  private func consume() async throws(QueryFailure) -> Batch {
    let gathering = RowGathering(types, state)
    while let batch: Batch = try await input.next() {
      try state.check()
      try gathering.add(batch)
      if let limit, gathering.count > max(4 * limit, 16_384) {
        let best: Batch = order(try gathering.take())
        try gathering.add(best.slice(0, min(limit, best.count)))
      }
    }
    let whole: Batch = order(try gathering.take())
    if let limit, limit < whole.count { return whole.slice(0, limit) }
    return whole
  }

  private func order(_ batch: Batch) -> Batch {
    let comparators: [(Int32, Int32) -> Int] = keys.map { comparator(batch.columns[$0.column], $0) }
    var rows: [Int32] = (0..<Int32(batch.count)).map { $0 }
    // The row's number decides last, so that equal rows keep their order.
    if comparators.count == 1 {
      let compare: (Int32, Int32) -> Int = comparators[0]
      rows.sort { left, right in
        let order: Int = compare(left, right)
        return order != 0 ? order < 0 : left < right
      }
    } else {
      rows.sort { left, right in
        for compare in comparators {
          let order: Int = compare(left, right)
          if order != 0 { return order < 0 }
        }
        return left < right
      }
    }
    return batch.gather(rows)
  }

  private func comparator(_ column: Column, _ key: SortKey) -> (Int32, Int32) -> Int {
    let type: SQLType = types[key.column]
    let column: Column = column.flattened()
    let direction: Int = key.isDescending ? -1 : 1
    let values: (Int32, Int32) -> Int
    switch column.storage {
    case .int(let numbers) where type != .timestampWithZone:
      values = { left, right in Ordering.sign(numbers[Int(left)], numbers[Int(right)]) }
    case .double(let numbers):
      values = { left, right in Ordering.compare(numbers[Int(left)], numbers[Int(right)]) }
    case .bytes(let spans, let data) where !type.isChar:
      values = { left, right in
        data.withUnsafeBytes { raw in
          Ordering.compare(
            UnsafeRawBufferPointer(rebasing: raw[spans[Int(left)].range]),
            UnsafeRawBufferPointer(rebasing: raw[spans[Int(right)].range]))
        }
      }
    default:
      values = { left, right in Ordering.compare(column.datum(Int(left)), column.datum(Int(right)), type) }
    }
    guard let validity: [Bool] = column.validity else { return { left, right in values(left, right) * direction } }
    let nullOrder: Int = key.nullsFirst ? -1 : 1
    return { left, right in
      switch (validity[Int(left)], validity[Int(right)]) {
      case (true, true): values(left, right) * direction
      case (false, false): 0
      case (false, true): nullOrder
      case (true, false): -nullOrder
      }
    }
  }
}

/// Puts batches together into one, counting the memory.
final class RowGathering {
  private let builders: [ColumnBuilder]
  private let state: ExecutionState
  private var held = 0
  private(set) var count = 0

  init(_ types: [SQLType], _ state: ExecutionState) {
    builders = types.map { ColumnBuilder($0) }
    self.state = state
  }

  func add(_ batch: Batch) throws(QueryFailure) {
    if batch.count == 0 { return }
    for (builder, column) in zip(builders, batch.columns) { builder.append(column) }
    count += batch.count
    let size: Int = builders.reduce(0) { $0 + $1.byteCount }
    try state.hold(size - held)
    held = size
  }

  /// What was gathered; it starts again with nothing.
  func take() throws(QueryFailure) -> Batch {
    defer {
      count = 0
      state.release(held)
      held = 0
    }
    return Batch(builders.map { $0.finish() }, count: count)
  }
}
