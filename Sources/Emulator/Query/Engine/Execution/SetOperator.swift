/// INTERSECT and EXCEPT, distinct or counting. The right side is kept, then the left is passed through.
final class SetOperator: BatchSource {
  private let left: any BatchSource
  private let right: any BatchSource
  private let types: [SQLType]
  private let isIntersect: Bool
  private let isDistinct: Bool
  private let state: ExecutionState
  private var table = KeyTable()
  /// How often each key is still to be found on the right; for distinct, whether it was given out.
  private var counts: [Int] = []
  private var given: [Bool] = []
  private var isBuilt = false

  init(
    isIntersect: Bool, isDistinct: Bool, _ left: any BatchSource, _ right: any BatchSource, _ types: [SQLType],
    _ state: ExecutionState
  ) {
    self.isIntersect = isIntersect
    self.isDistinct = isDistinct
    self.left = left
    self.right = right
    self.types = types
    self.state = state
  }

  private func number(_ keys: RowKeys, _ row: Int, _ scratch: inout [UInt8]) -> Int {
    scratch.removeAll(keepingCapacity: true)
    keys.append(row, to: &scratch)
    let number: Int = Int(table.number(scratch, adding: true))
    if number == counts.count {
      counts.append(0)
      given.append(false)
    }
    return number
  }

  func next() async throws(QueryFailure) -> Batch? {
    var scratch: [UInt8] = []
    if !isBuilt {
      isBuilt = true
      var held = 0
      while let batch: Batch = try await right.next() {
        try state.check()
        let keys = RowKeys(batch.columns, types)
        for row in 0..<batch.count { counts[number(keys, row, &scratch)] += 1 }
        try state.hold(table.byteCount - held)
        held = table.byteCount
      }
    }
    while let batch: Batch = try await left.next() {
      try state.check()
      let keys = RowKeys(batch.columns, types)
      var rows: [Int32] = []
      for row in 0..<batch.count {
        let key: Int = number(keys, row, &scratch)
        let isThere: Bool = counts[key] > 0
        if isDistinct {
          if isThere == isIntersect, !given[key] {
            given[key] = true
            rows.append(Int32(row))
          }
        } else {
          if isThere { counts[key] -= 1 }
          if isThere == isIntersect { rows.append(Int32(row)) }
        }
      }
      if !rows.isEmpty { return batch.gather(rows) }
    }
    return nil
  }
}
