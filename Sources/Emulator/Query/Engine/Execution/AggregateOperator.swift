/// GROUP BY with a hash table; all groups are kept in memory.
final class AggregateOperator: BatchSource {
  private let input: any BatchSource
  private let plan: AggregatePlan
  private let keyTypes: [SQLType]
  private let state: ExecutionState
  private var accumulators: [any Accumulator] = []
  private var distinct: [KeyTable?] = []
  private var table = KeyTable()
  private var keys: [ColumnBuilder]
  private var output: Batch?
  private var emitted = 0
  private var held = 0

  init(_ plan: AggregatePlan, _ input: any BatchSource, _ inputTypes: [SQLType], _ state: ExecutionState) {
    self.plan = plan
    self.input = input
    self.state = state
    keyTypes = plan.keys.map { inputTypes[$0] }
    keys = keyTypes.map { ColumnBuilder($0) }
    for call in plan.calls {
      accumulators.append(call.function.make(call.argumentTypes, call.type))
      distinct.append(call.isDistinct ? KeyTable() : nil)
    }
  }

  func next() async throws(QueryFailure) -> Batch? {
    if output == nil { output = try await consume() }
    guard let output, emitted < output.count else { return nil }
    try state.check()
    let count: Int = min(Batch.size, output.count - emitted)
    defer { emitted += count }
    return output.slice(emitted, count)
  }

  private func consume() async throws(QueryFailure) -> Batch {
    var scratch: [UInt8] = []
    if plan.keys.isEmpty {
      // One group; with keys to group by, even of no rows, there would be none.
      if plan.isGlobal { for accumulator in accumulators { accumulator.reserve(1) } }
    }
    while let batch: Batch = try await input.next() {
      try state.check()
      if batch.count == 0 { continue }
      let groups: [Int32] = number(batch, &scratch)
      for accumulator in accumulators { accumulator.reserve(max(table.count, plan.keys.isEmpty ? 1 : 0)) }
      for (index, call) in plan.calls.enumerated() { try add(batch, groups, index, call, &scratch) }
      try account()
    }
    let count: Int = plan.keys.isEmpty ? (plan.isGlobal || table.count > 0 ? 1 : 0) : table.count
    var columns: [Column] = keys.map { $0.finish() }
    for accumulator in accumulators { columns.append(try accumulator.result()) }
    return Batch(columns, count: count)
  }

  /// Which group each row belongs to.
  private func number(_ batch: Batch, _ scratch: inout [UInt8]) -> [Int32] {
    if plan.keys.isEmpty {
      if table.count == 0 { _ = table.number([], adding: true) }
      return [Int32](repeating: 0, count: batch.count)
    }
    let columns: [Column] = plan.keys.map { batch.columns[$0] }
    let rowKeys = RowKeys(columns, keyTypes)
    var groups = [Int32](repeating: 0, count: batch.count)
    for row in 0..<batch.count {
      scratch.removeAll(keepingCapacity: true)
      rowKeys.append(row, to: &scratch)
      let known: Int = table.count
      let group: Int32 = table.number(scratch, adding: true)
      groups[row] = group
      if Int(group) == known {
        for (builder, column) in zip(keys, columns) { builder.append(column, row) }
      }
    }
    return groups
  }

  private func add(
    _ batch: Batch, _ groups: [Int32], _ index: Int, _ call: AggregateCall, _ scratch: inout [UInt8]
  ) throws(QueryFailure) {
    var arguments: [Column] = call.arguments.map { batch.columns[$0] }
    var groups: [Int32] = groups
    if let filter: Int = call.filter {
      let rows: [Int32] = Kernels.selected(batch.columns[filter])
      arguments = arguments.map { $0.gather(rows) }
      groups = rows.map { groups[Int($0)] }
    }
    if call.isDistinct {
      let rowKeys = RowKeys(arguments, call.argumentTypes)
      var rows: [Int32] = []
      for row in 0..<groups.count {
        scratch.removeAll(keepingCapacity: true)
        withUnsafeBytes(of: groups[row]) { scratch.append(contentsOf: $0) }
        rowKeys.append(row, to: &scratch)
        let known: Int = distinct[index]?.count ?? 0
        if let number: Int32 = distinct[index]?.number(scratch, adding: true), Int(number) == known {
          rows.append(Int32(row))
        }
      }
      arguments = arguments.map { $0.gather(rows) }
      groups = rows.map { groups[Int($0)] }
    }
    try accumulators[index].add(arguments, groups)
  }

  private func account() throws(QueryFailure) {
    var total: Int = table.byteCount
    for builder in keys { total += builder.byteCount }
    for accumulator in accumulators { total += accumulator.byteCount }
    for table in distinct { total += table?.byteCount ?? 0 }
    try state.hold(total - held)
    held = total
  }
}
