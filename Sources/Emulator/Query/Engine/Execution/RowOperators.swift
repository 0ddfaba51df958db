/// Operators that take batches as they come.
final class ValuesOperator: BatchSource {
  private var batches: [Batch]

  init(_ rows: [[Node]], _ types: [SQLType], _ state: ExecutionState) throws(QueryFailure) {
    let builders: [ColumnBuilder] = types.map { ColumnBuilder($0) }
    batches = []
    for start in stride(from: 0, to: rows.count, by: Batch.size) {
      let part: ArraySlice<[Node]> = rows[start..<min(rows.count, start + Batch.size)]
      for row in part {
        for (index, node) in row.enumerated() {
          builders[index].append(try Compiler.evaluate(node, state.evaluation))
        }
      }
      batches.append(Batch(builders.map { $0.finish() }, count: part.count))
    }
    batches.reverse()
  }

  func next() async throws(QueryFailure) -> Batch? { batches.popLast() }
}

final class FilterOperator: BatchSource {
  private let input: any BatchSource
  private let condition: Evaluator
  private let state: ExecutionState

  init(_ condition: Node, _ input: any BatchSource, _ state: ExecutionState) {
    self.condition = Compiler.compile(condition)
    self.input = input
    self.state = state
  }

  func next() async throws(QueryFailure) -> Batch? {
    while let batch: Batch = try await input.next() {
      try state.check()
      if batch.count == 0 { continue }
      let rows: [Int32] = Kernels.selected(try condition(batch, state.evaluation))
      if rows.count == batch.count { return batch }
      if !rows.isEmpty { return batch.gather(rows) }
    }
    return nil
  }
}

final class ProjectOperator: BatchSource {
  private let input: any BatchSource
  private let nodes: [Evaluator]
  private let state: ExecutionState

  init(_ nodes: [Node], _ input: any BatchSource, _ state: ExecutionState) {
    self.nodes = nodes.map { Compiler.compile($0) }
    self.input = input
    self.state = state
  }

  func next() async throws(QueryFailure) -> Batch? {
    while let batch: Batch = try await input.next() {
      try state.check()
      if batch.count == 0 { continue }
      var columns: [Column] = []
      columns.reserveCapacity(nodes.count)
      for node in nodes { columns.append(try node(batch, state.evaluation)) }
      return Batch(columns, count: batch.count)
    }
    return nil
  }
}

final class LimitOperator: BatchSource {
  private let input: any BatchSource
  private var toSkip: Int
  private var left: Int

  init(offset: Int, count: Int?, _ input: any BatchSource) {
    self.input = input
    toSkip = offset
    left = count ?? Int.max
  }

  func next() async throws(QueryFailure) -> Batch? {
    while left > 0, let batch: Batch = try await input.next() {
      let skipped: Int = min(toSkip, batch.count)
      toSkip -= skipped
      let taken: Int = min(left, batch.count - skipped)
      if taken == 0 { continue }
      left -= taken
      return batch.slice(skipped, taken)
    }
    return nil
  }
}

/// UNION ALL: one input after the other.
final class ConcatenationOperator: BatchSource {
  private var inputs: [any BatchSource]

  init(_ inputs: [any BatchSource]) { self.inputs = inputs.reversed() }

  func next() async throws(QueryFailure) -> Batch? {
    while let input: any BatchSource = inputs.last {
      if let batch: Batch = try await input.next() { return batch }
      inputs.removeLast()
    }
    return nil
  }
}

/// UNNEST: each row as often as its longest array has elements.
final class UnnestOperator: BatchSource {
  private let input: any BatchSource
  private let plan: UnnestPlan
  private let operands: [Evaluator]
  private let state: ExecutionState
  private var batch = Batch([], count: 0)
  private var values: [Column] = []
  private var row = 0
  private var element = 0

  init(_ plan: UnnestPlan, _ input: any BatchSource, _ state: ExecutionState) {
    self.plan = plan
    self.input = input
    self.state = state
    operands = plan.operands.map { Compiler.compile($0) }
  }

  func next() async throws(QueryFailure) -> Batch? {
    while true {
      if row >= batch.count {
        guard let more: Batch = try await input.next() else { return nil }
        try state.check()
        batch = more
        row = 0
        element = 0
        values = []
        if more.count == 0 { continue }
        for operand in operands { values.append(try operand(more, state.evaluation)) }
      }
      let made: Batch = fill()
      if made.count > 0 { return made }
    }
  }

  private static func span(_ column: Column, _ row: Int) -> Range<Int> {
    guard column.isValid(row) else { return 0..<0 }
    switch column.storage {
    case .array(let spans, _), .map(let spans, _, _): return spans[column.place(row)].range
    default: return 0..<0
    }
  }

  /// Up to a batch of rows from where the last one ended.
  private func fill() -> Batch {
    var sources: [Int32] = []
    var places: [[Int32]] = values.map { _ in [] }
    var ordinals: [Int64] = []
    while row < batch.count, sources.count < Batch.size {
      let spans: [Range<Int>] = values.map { Self.span($0, row) }
      var length: Int = spans.map { $0.count }.max() ?? 0
      let isMissing: Bool = length == 0 && plan.isOuter
      if isMissing { length = 1 }
      if element >= length {
        row += 1
        element = 0
        continue
      }
      sources.append(Int32(row))
      ordinals.append(isMissing ? -1 : Int64(element + 1))
      for (index, span) in spans.enumerated() {
        places[index].append(element < span.count ? Int32(span.lowerBound + element) : -1)
      }
      element += 1
    }
    var columns: [Column] = batch.columns.map { $0.gather(sources) }
    for (index, column) in values.enumerated() {
      switch column.storage {
      case .array(_, let child):
        guard case .row(let parts) = child.storage else {
          columns.append(child.gather(places[index]))
          continue
        }
        // A row's fields become columns; a NULL row gives NULLs.
        let rows: [Int32] = places[index].map { $0 >= 0 && child.isValid(Int($0)) ? $0 : -1 }
        columns += parts.map { $0.gather(rows) }
      case .map(_, let keys, let values):
        columns.append(keys.gather(places[index]))
        columns.append(values.gather(places[index]))
      default: break
      }
    }
    if plan.withOrdinality {
      columns.append(Column(.int(ordinals), validity: ordinals.map { $0 >= 0 }, count: ordinals.count))
    }
    return Batch(columns, count: sources.count)
  }
}
