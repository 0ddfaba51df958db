/// The state of one aggregate for all groups. Used by one task.
protocol Accumulator: AnyObject {
  /// Makes room for groups 0..<count.
  func reserve(_ count: Int)
  /// Takes in rows; `groups` says for each row where it belongs.
  func add(_ arguments: [Column], _ groups: [Int32]) throws(QueryFailure)
  /// One value a group.
  func result() throws(QueryFailure) -> Column
  var byteCount: Int { get }
}

/// One way to call an aggregate by its arguments' types.
struct AggregateFunction: Sendable {
  let name: String
  let parameters: [TypePattern]
  let result: ResultRule
  let make: @Sendable ([SQLType], SQLType) -> any Accumulator

  init(
    _ name: String, _ parameters: [TypePattern], _ result: ResultRule,
    _ make: @escaping @Sendable ([SQLType], SQLType) -> any Accumulator
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.make = make
  }

  var signature: String { name + "(" + parameters.map { $0.text }.joined(separator: ", ") + ")" }
}

/// `count(*)`, `count(x)` and, of a condition, `count_if`.
final class CountAccumulator: Accumulator {
  private var counts: [Int64] = []
  private let onlyTrue: Bool

  init(onlyTrue: Bool) { self.onlyTrue = onlyTrue }

  func reserve(_ count: Int) {
    while counts.count < count { counts.append(0) }
  }

  func add(_ arguments: [Column], _ groups: [Int32]) {
    guard let column: Column = arguments.first else {
      for group in groups { counts[Int(group)] += 1 }
      return
    }
    if onlyTrue {
      for row in Kernels.selected(column) { counts[Int(groups[Int(row)])] += 1 }
    } else if column.validity == nil {
      for group in groups { counts[Int(group)] += 1 }
    } else {
      for (row, group) in groups.enumerated() where column.isValid(row) { counts[Int(group)] += 1 }
    }
  }

  func result() -> Column { Column(.int(counts), validity: nil, count: counts.count) }
  var byteCount: Int { counts.count * 8 }
}

/// `sum` of integers (with overflow), decimals and doubles.
final class SumAccumulator: Accumulator {
  private var ints: [Int64] = []
  private var decimals: [Int128] = []
  private var doubles: [Double] = []
  private var seen: [Bool] = []
  private let type: SQLType

  init(_ type: SQLType) { self.type = type }

  func reserve(_ count: Int) {
    let more: Int = count - seen.count
    if more <= 0 { return }
    seen += [Bool](repeating: false, count: more)
    switch type.storage {
    case .int: ints += [Int64](repeating: 0, count: more)
    case .decimal: decimals += [Int128](repeating: 0, count: more)
    default: doubles += [Double](repeating: 0, count: more)
    }
  }

  func add(_ arguments: [Column], _ groups: [Int32]) throws(QueryFailure) {
    let column: Column = arguments[0].flattened()
    switch column.storage {
    case .int(let values):
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        let at: Int = Int(group)
        let (sum, overflow) = ints[at].addingReportingOverflow(values[row])
        if overflow { throw .outOfRange("bigint addition overflow: \(ints[at]) + \(values[row])") }
        ints[at] = sum
        seen[at] = true
      }
    case .double(let values):
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        doubles[Int(group)] += values[row]
        seen[Int(group)] = true
      }
    case .decimal(let values):
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        decimals[Int(group)] = try Decimal.add(decimals[Int(group)], values[row])
        seen[Int(group)] = true
      }
    default: return
    }
  }

  func result() -> Column {
    switch type.storage {
    case .int: Column(.int(ints), validity: seen, count: seen.count)
    case .decimal: Column(.decimal(decimals), validity: seen, count: seen.count)
    default:
      Column(
        .double(type == .real ? doubles.map { Double(Float($0)) } : doubles), validity: seen, count: seen.count)
    }
  }
  var byteCount: Int { seen.count * 17 }
}

/// `avg`: of decimals it keeps their type, of all else it is a double.
final class AverageAccumulator: Accumulator {
  private var sums: [Double] = []
  private var decimals: [Int128] = []
  private var counts: [Int64] = []
  private let type: SQLType

  init(_ type: SQLType) { self.type = type }

  func reserve(_ count: Int) {
    while counts.count < count {
      counts.append(0)
      sums.append(0)
      if type.isDecimal { decimals.append(0) }
    }
  }

  func add(_ arguments: [Column], _ groups: [Int32]) throws(QueryFailure) {
    let column: Column = arguments[0].flattened()
    switch column.storage {
    case .double(let values):
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        sums[Int(group)] += values[row]
        counts[Int(group)] += 1
      }
    case .decimal(let values):
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        decimals[Int(group)] = try Decimal.add(decimals[Int(group)], values[row])
        counts[Int(group)] += 1
      }
    default: return
    }
  }

  func result() -> Column {
    let valid: [Bool] = counts.map { $0 > 0 }
    if type.isDecimal {
      let averages: [Int128] = counts.indices.map { index in
        counts[index] == 0 ? 0 : Decimal.divideRounding(decimals[index], Int128(counts[index]))
      }
      return Column(.decimal(averages), validity: valid, count: counts.count)
    }
    let averages: [Double] = counts.indices.map { index in
      let average: Double = sums[index] / Double(counts[index])
      return type == .real ? Double(Float(average)) : average
    }
    return Column(.double(averages), validity: valid, count: counts.count)
  }
  var byteCount: Int { counts.count * 32 }
}

/// `min` and `max`, with loops for numbers.
final class ExtremeAccumulator: Accumulator {
  private var values: [Datum] = []
  private var ints: [Int64] = []
  private var doubles: [Double] = []
  private var seen: [Bool] = []
  private let type: SQLType
  private let wantsMaximum: Bool
  private let isPlainInt: Bool

  init(_ type: SQLType, wantsMaximum: Bool) {
    self.type = type
    self.wantsMaximum = wantsMaximum
    isPlainInt = type.storage == .int && type != .timestampWithZone
  }

  func reserve(_ count: Int) {
    while seen.count < count {
      seen.append(false)
      if isPlainInt {
        ints.append(0)
      } else if type.storage == .double {
        doubles.append(0)
      } else {
        values.append(.null)
      }
    }
  }

  func add(_ arguments: [Column], _ groups: [Int32]) {
    let column: Column = arguments[0].flattened()
    if isPlainInt, case .int(let numbers) = column.storage {
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        let at: Int = Int(group)
        let number: Int64 = numbers[row]
        if !seen[at] || (wantsMaximum ? number > ints[at] : number < ints[at]) { ints[at] = number }
        seen[at] = true
      }
      return
    }
    if case .double(let numbers) = column.storage {
      for (row, group) in groups.enumerated() where column.validity?[row] ?? true {
        let at: Int = Int(group)
        let order: Int = Ordering.compare(numbers[row], doubles[at])
        if !seen[at] || (wantsMaximum ? order > 0 : order < 0) { doubles[at] = numbers[row] }
        seen[at] = true
      }
      return
    }
    for (row, group) in groups.enumerated() where column.isValid(row) {
      let at: Int = Int(group)
      let value: Datum = column.datum(row)
      let order: Int = seen[at] ? Ordering.compare(value, values[at], type) : 0
      if !seen[at] || (wantsMaximum ? order > 0 : order < 0) { values[at] = value }
      seen[at] = true
    }
  }

  func result() -> Column {
    if isPlainInt { return Column(.int(ints), validity: seen, count: seen.count) }
    if type.storage == .double { return Column(.double(doubles), validity: seen, count: seen.count) }
    let builder = ColumnBuilder(type)
    for value in values { builder.append(value) }
    return builder.finish()
  }
  var byteCount: Int { seen.count * 48 }
}

/// An aggregate whose state for a group is a value of its own.
final class StateAccumulator<State>: Accumulator {
  private var states: [State] = []
  private let initial: State
  private let resultType: SQLType
  private let takesNulls: Bool
  private let step: (inout State, [Datum]) throws(QueryFailure) -> Void
  private let end: (State) throws(QueryFailure) -> Datum
  private var added = 0

  /// Rows with a NULL argument are left out unless `takesNulls`.
  init(
    _ initial: State, _ resultType: SQLType, takesNulls: Bool = false,
    step: @escaping (inout State, [Datum]) throws(QueryFailure) -> Void,
    end: @escaping (State) throws(QueryFailure) -> Datum
  ) {
    self.initial = initial
    self.resultType = resultType
    self.takesNulls = takesNulls
    self.step = step
    self.end = end
  }

  func reserve(_ count: Int) {
    while states.count < count { states.append(initial) }
  }

  func add(_ arguments: [Column], _ groups: [Int32]) throws(QueryFailure) {
    for (row, group) in groups.enumerated() {
      let values: [Datum] = arguments.map { $0.datum(row) }
      if !takesNulls, values.contains(where: { $0.isNull }) { continue }
      try step(&states[Int(group)], values)
      added += 1
    }
  }

  func result() throws(QueryFailure) -> Column {
    let builder = ColumnBuilder(resultType)
    for state in states { builder.append(try end(state)) }
    return builder.finish()
  }
  var byteCount: Int { states.count * 64 + added * 16 }
}
