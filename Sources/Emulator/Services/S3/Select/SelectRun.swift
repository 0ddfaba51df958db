import Protocols

/// One statement over one object: pieces of the object in, bytes of the result out.
struct SelectRun: Sendable {
  private let query: SelectQuery
  private let output: SelectOutput
  private var input: SelectInput
  private var evaluation: SelectEvaluation
  private var accumulators: [SelectAccumulator] = []
  private var count = 0
  /// Nothing more is wanted of the object.
  private(set) var isDone = false

  init(_ query: SelectQuery, _ input: SelectInput, _ output: SelectOutput, now: Timestamp) {
    self.query = query
    self.input = input
    self.output = output
    evaluation = SelectEvaluation(alias: query.alias, now: now)
    for item in query.items ?? [] { SelectAccumulator.collect(item.expression, into: &accumulators) }
    isDone = query.limit == 0
  }

  mutating func read(_ bytes: [UInt8]) throws(SelectError) -> [UInt8] {
    if isDone { return [] }
    return try take(try input.read(bytes))
  }

  mutating func finish() throws(SelectError) -> [UInt8] {
    if isDone { return [] }
    var out = try take(try input.finish())
    if query.isAggregate {
      evaluation.aggregates = accumulators.map(\.result)
      try append(.json(.null), to: &out)
    }
    isDone = true
    return out
  }

  private mutating func take(_ records: [SelectRecord]) throws(SelectError) -> [UInt8] {
    var out: [UInt8] = []
    for record in records {
      if let condition = query.condition, try evaluation.truth(condition, record) != true { continue }
      if query.isAggregate {
        for index in accumulators.indices {
          let value = try accumulators[index].argument.map { (e: SelectExpression) throws(SelectError) in
            try evaluation.value(e, record)
          }
          try accumulators[index].add(value)
        }
        continue
      }
      try append(record, to: &out)
      count += 1
      if let limit = query.limit, count >= limit {
        isDone = true
        break
      }
    }
    return out
  }

  private func append(_ record: SelectRecord, to out: inout [UInt8]) throws(SelectError) {
    guard let items = query.items else {
      output.append(record, to: &out)
      return
    }
    var row: [(name: String, value: SelectValue)] = []
    for (index, item) in items.enumerated() {
      row.append((item.name ?? SelectRun.name(item.expression, index), try evaluation.value(item.expression, record)))
    }
    output.append(row, to: &out)
  }

  /// The last name of a path, or the number of the column.
  private static func name(_ expression: SelectExpression, _ index: Int) -> String {
    if case .path(let path) = expression, case .name(let name, _)? = path.last { return name }
    return "_\(index + 1)"
  }
}

/// One aggregate of a statement.
struct SelectAccumulator: Sendable {
  let function: SelectExpression.Aggregate
  /// nil: COUNT(*).
  let argument: SelectExpression?
  private var count = 0
  private var sum = SelectValue.integer(0)
  private var best: SelectValue?

  /// Those of an expression, in the order of their numbers.
  static func collect(_ expression: SelectExpression, into found: inout [SelectAccumulator]) {
    switch expression {
    case .aggregate(let function, let argument, _):
      found.append(SelectAccumulator(function: function, argument: argument))
    case .value, .path: return
    case .not(let a), .isNull(let a), .isMissing(let a), .negative(let a), .cast(let a, _): collect(a, into: &found)
    case .and(let a, let b), .or(let a, let b), .comparison(_, let a, let b), .arithmetic(_, let a, let b),
      .concatenation(let a, let b):
      collect(a, into: &found)
      collect(b, into: &found)
    case .between(let a, let b, let c): for each in [a, b, c] { collect(each, into: &found) }
    case .inList(let a, let list): for each in [a] + list { collect(each, into: &found) }
    case .like(let a, let b, let c): for each in [a, b] + (c.map { [$0] } ?? []) { collect(each, into: &found) }
    case .cases(let operand, let branches, let otherwise):
      if let operand { collect(operand, into: &found) }
      for branch in branches {
        collect(branch.when, into: &found)
        collect(branch.then, into: &found)
      }
      if let otherwise { collect(otherwise, into: &found) }
    case .call(_, let arguments, _): for each in arguments { collect(each, into: &found) }
    }
  }

  private init(function: SelectExpression.Aggregate, argument: SelectExpression?) {
    self.function = function
    self.argument = argument
  }

  /// `value` nil: COUNT(*). What is absent does not count.
  mutating func add(_ value: SelectValue?) throws(SelectError) {
    guard let value else {
      count += 1
      return
    }
    if value.isAbsent { return }
    count += 1
    switch function {
    case .count: return
    case .sum, .avg:
      guard let number = value.number else {
        throw SelectError(code: "InvalidDataType", message: "\(function.rawValue) needs numbers.")
      }
      if case .integer(let total) = sum, let whole = value.integer, Double(whole) == number,
        case (let more, let overflow) = total.addingReportingOverflow(whole), !overflow
      {
        sum = .integer(more)
      } else {
        sum = .decimal((sum.number ?? 0) + number)
      }
    case .min, .max:
      // Cells are compared as numbers where they are such.
      let value =
        value.number.map { number -> SelectValue in
          value.integer.flatMap { Double($0) == number ? .integer($0) : nil } ?? .decimal(number)
        } ?? value
      guard let best else {
        self.best = value
        return
      }
      guard let order = SelectValue.compare(value, best) else { return }
      if function == .min ? order < 0 : order > 0 { self.best = value }
    }
  }

  var result: SelectValue {
    switch function {
    case .count: .integer(Int64(count))
    case .sum: count == 0 ? .null : sum
    case .avg: count == 0 ? .null : .decimal((sum.number ?? 0) / Double(count))
    case .min, .max: best ?? .null
    }
  }
}
