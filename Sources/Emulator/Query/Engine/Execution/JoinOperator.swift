/// Joins by a hash table over the right side; without keys by trying all pairs. The output is made batch by batch.
final class JoinOperator: BatchSource {
  private let plan: JoinPlan
  private let left: any BatchSource
  private let right: any BatchSource
  private let leftTypes: [SQLType]
  private let rightTypes: [SQLType]
  private let state: ExecutionState
  private let leftKeys: [Evaluator]
  private let rightKeys: [Evaluator]
  private let condition: Evaluator?

  private var build: Batch?
  private var table = KeyTable()
  /// The right's rows of each key: the first, and from each row the next.
  private var firsts: [Int32] = []
  private var nexts: [Int32] = []
  private var rightMatched: [Bool] = []

  private var probe: Batch?
  private var probeKeys: RowKeys?
  private var row = 0
  private var candidate: Int32 = -1
  private var isFresh = true
  private var leftMatched: [Bool] = []
  private var drained = 0
  private var leftEnded = false

  init(
    _ plan: JoinPlan, _ left: any BatchSource, _ right: any BatchSource, _ state: ExecutionState
  ) {
    self.plan = plan
    self.left = left
    self.right = right
    self.state = state
    leftTypes = plan.left.types
    rightTypes = plan.right.types
    leftKeys = plan.leftKeys.map { Compiler.compile($0) }
    rightKeys = plan.rightKeys.map { Compiler.compile($0) }
    condition = plan.condition.map { Compiler.compile($0) }
  }

  private var keepsLeft: Bool { plan.type == .left || plan.type == .full }
  private var keepsRight: Bool { plan.type == .right || plan.type == .full }

  func next() async throws(QueryFailure) -> Batch? {
    if build == nil { try await buildTable() }
    guard let build else { return nil }
    while !leftEnded {
      if probe == nil {
        guard let batch: Batch = try await left.next() else {
          leftEnded = true
          break
        }
        if batch.count == 0 { continue }
        try start(batch)
      }
      guard let probe else { continue }
      try state.check()
      let (lefts, rights): ([Int32], [Int32]) = candidates(probe, build)
      var matched: Batch = pair(probe, lefts, build, rights)
      var kept: [Int32] = (0..<Int32(lefts.count)).map { $0 }
      if let condition, !lefts.isEmpty {
        kept = Kernels.selected(try condition(matched, state.evaluation))
        if kept.count != lefts.count { matched = matched.gather(kept) }
      }
      if keepsLeft { for index in kept { leftMatched[Int(lefts[Int(index)])] = true } }
      if keepsRight { for index in kept { rightMatched[Int(rights[Int(index)])] = true } }
      if row >= probe.count {
        let rest: Batch? = keepsLeft ? unmatchedLeft(probe, build) : nil
        self.probe = nil
        if let rest, rest.count > 0 {
          if matched.count == 0 { return rest }
          pending = rest
        }
      }
      if matched.count > 0 { return matched }
      if let waiting: Batch = takePending() { return waiting }
    }
    if let waiting: Batch = takePending() { return waiting }
    return keepsRight ? try unmatchedRight(build) : nil
  }

  private var pending: Batch?
  private func takePending() -> Batch? {
    defer { pending = nil }
    return pending
  }

  private func buildTable() async throws(QueryFailure) {
    let gathering = RowGathering(rightTypes, state)
    while let batch: Batch = try await right.next() {
      try state.check()
      try gathering.add(batch)
    }
    let whole: Batch = try gathering.take()
    try state.hold(whole.byteCount)
    build = whole
    if keepsRight { rightMatched = [Bool](repeating: false, count: whole.count) }
    guard !rightKeys.isEmpty, whole.count > 0 else { return }
    var columns: [Column] = []
    for key in rightKeys { columns.append(try key(whole, state.evaluation)) }
    let keys = RowKeys(columns, plan.rightKeys.map { $0.type })
    nexts = [Int32](repeating: -1, count: whole.count)
    var scratch: [UInt8] = []
    // From the end, so that each chain runs in the order of the rows.
    for row in stride(from: whole.count - 1, through: 0, by: -1) where !keys.hasNull(row) {
      scratch.removeAll(keepingCapacity: true)
      keys.append(row, to: &scratch)
      let number: Int = Int(table.number(scratch, adding: true))
      if number == firsts.count { firsts.append(-1) }
      nexts[row] = firsts[number]
      firsts[number] = Int32(row)
    }
    try state.hold(table.byteCount + nexts.count * 8)
  }

  private func start(_ batch: Batch) throws(QueryFailure) {
    probe = batch
    row = 0
    isFresh = true
    if keepsLeft { leftMatched = [Bool](repeating: false, count: batch.count) }
    if leftKeys.isEmpty { return }
    var columns: [Column] = []
    for key in leftKeys { columns.append(try key(batch, state.evaluation)) }
    probeKeys = RowKeys(columns, plan.leftKeys.map { $0.type })
  }

  /// Up to a batch of pairs that the keys allow, from where the last call ended.
  private func candidates(_ probe: Batch, _ build: Batch) -> (left: [Int32], right: [Int32]) {
    var lefts: [Int32] = []
    var rights: [Int32] = []
    var scratch: [UInt8] = []
    while row < probe.count, lefts.count < Batch.size {
      if isFresh {
        isFresh = false
        if let probeKeys {
          candidate = -1
          if !probeKeys.hasNull(row) {
            scratch.removeAll(keepingCapacity: true)
            probeKeys.append(row, to: &scratch)
            let number: Int32 = table.number(scratch, adding: false)
            if number >= 0 { candidate = firsts[Int(number)] }
          }
        } else {
          candidate = build.count > 0 ? 0 : -1
        }
      }
      while candidate >= 0, lefts.count < Batch.size {
        lefts.append(Int32(row))
        rights.append(candidate)
        if probeKeys != nil {
          candidate = nexts[Int(candidate)]
        } else {
          candidate = Int(candidate) + 1 < build.count ? candidate + 1 : -1
        }
      }
      if candidate < 0 {
        row += 1
        isFresh = true
      }
    }
    return (lefts, rights)
  }

  private func pair(_ probe: Batch, _ lefts: [Int32], _ build: Batch, _ rights: [Int32]) -> Batch {
    Batch(
      probe.columns.map { $0.gather(lefts) } + build.columns.map { $0.gather(rights) }, count: lefts.count)
  }

  private func unmatchedLeft(_ probe: Batch, _ build: Batch) -> Batch {
    let rows: [Int32] = leftMatched.indices.filter { !leftMatched[$0] }.map { Int32($0) }
    let none = [Int32](repeating: -1, count: rows.count)
    return pair(probe, rows, build, none)
  }

  private func unmatchedRight(_ build: Batch) throws(QueryFailure) -> Batch? {
    var rows: [Int32] = []
    while drained < build.count, rows.count < Batch.size {
      if !rightMatched[drained] { rows.append(Int32(drained)) }
      drained += 1
    }
    if rows.isEmpty { return nil }
    try state.check()
    let empty = Batch(leftTypes.map { Column.nulls($0, count: rows.count) }, count: rows.count)
    return Batch(empty.columns + build.columns.map { $0.gather(rows) }, count: rows.count)
  }
}
