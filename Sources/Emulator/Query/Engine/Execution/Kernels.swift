import SQLParser

/// Loops over whole columns. Constant sides are read once; values under a NULL are computed and ignored.
enum Kernels {
  /// Where both are valid.
  static func validity(_ left: Column, _ right: Column, _ count: Int) -> [Bool]? {
    if left.validity == nil, right.validity == nil { return nil }
    return (0..<count).map { left.isValid($0) && right.isValid($0) }
  }

  @inline(__always)
  static func zip<Value, Result>(
    _ left: [Value], _ leftConstant: Bool, _ right: [Value], _ rightConstant: Bool, _ count: Int,
    _ operation: (Value, Value) -> Result
  ) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { output, written in
      left.withUnsafeBufferPointer { first in
        right.withUnsafeBufferPointer { second in
          guard count > 0, let base = output.baseAddress else { return }
          if rightConstant {
            let constant: Value = second[0]
            for row in 0..<count { (base + row).initialize(to: operation(first[leftConstant ? 0 : row], constant)) }
          } else if leftConstant {
            let constant: Value = first[0]
            for row in 0..<count { (base + row).initialize(to: operation(constant, second[row])) }
          } else {
            for row in 0..<count { (base + row).initialize(to: operation(first[row], second[row])) }
          }
        }
      }
      written = count
    }
  }

  @inline(__always)
  private static func compareAll<Value: Comparable>(
    _ comparison: Comparison, _ left: [Value], _ right: [Value], _ first: Column, _ second: Column, _ count: Int
  ) -> [Bool] {
    let one: Bool = first.isConstant
    let two: Bool = second.isConstant
    switch comparison {
    case .equal: return zip(left, one, right, two, count) { $0 == $1 }
    case .notEqual: return zip(left, one, right, two, count) { $0 != $1 }
    case .less: return zip(left, one, right, two, count) { $0 < $1 }
    case .lessOrEqual: return zip(left, one, right, two, count) { $0 <= $1 }
    case .greater: return zip(left, one, right, two, count) { $0 > $1 }
    case .greaterOrEqual: return zip(left, one, right, two, count) { $0 >= $1 }
    }
  }

  static func holds(_ comparison: Comparison, _ order: Int) -> Bool {
    switch comparison {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  /// Both sides have the one type.
  static func compare(
    _ comparison: Comparison, _ left: Column, _ right: Column, _ type: SQLType, _ count: Int
  ) throws(QueryFailure) -> Column {
    let valid: [Bool]? = validity(left, right, count)
    switch (left.storage, right.storage) {
    case (.int(let first), .int(let second)):
      if type == .timestampWithZone {
        return Column(
          .bool(compareAll(comparison, first.map { $0 >> 12 }, second.map { $0 >> 12 }, left, right, count)),
          validity: valid, count: count)
      }
      return Column(.bool(compareAll(comparison, first, second, left, right, count)), validity: valid, count: count)
    case (.double(let first), .double(let second)):
      return Column(.bool(compareAll(comparison, first, second, left, right, count)), validity: valid, count: count)
    case (.decimal(let first), .decimal(let second)):
      return Column(.bool(compareAll(comparison, first, second, left, right, count)), validity: valid, count: count)
    case (.bytes(let spans, let data), .bytes(let otherSpans, let otherData)) where !type.isChar:
      let flags: [Bool] = data.withUnsafeBytes { first in
        otherData.withUnsafeBytes { second in
          zip(spans, left.isConstant, otherSpans, right.isConstant, count) { one, two in
            if comparison == .equal, one.count != two.count { return false }
            let order: Int = Ordering.compare(
              UnsafeRawBufferPointer(rebasing: first[one.range]), UnsafeRawBufferPointer(rebasing: second[two.range]))
            return holds(comparison, order)
          }
        }
      }
      return Column(.bool(flags), validity: valid, count: count)
    default:
      return try compareNested(comparison, left, right, type, count)
    }
  }

  /// Row by row; a NULL inside a row or array makes its comparison NULL.
  private static func compareNested(
    _ comparison: Comparison, _ left: Column, _ right: Column, _ type: SQLType, _ count: Int
  ) throws(QueryFailure) -> Column {
    let builder = ColumnBuilder(.boolean)
    for row in 0..<count {
      let one: Datum = left.datum(row)
      let two: Datum = right.datum(row)
      if one.isNull || two.isNull {
        builder.appendNull()
      } else if comparison == .equal || comparison == .notEqual {
        guard let same: Bool = equal(one, two, type) else {
          builder.appendNull()
          continue
        }
        builder.append(bool: same == (comparison == .equal))
      } else {
        builder.append(bool: holds(comparison, Ordering.compare(one, two, type)))
      }
    }
    return builder.finish()
  }

  /// SQL equality: nil where it is unknown; NaN equals nothing.
  static func equal(_ left: Datum, _ right: Datum, _ type: SQLType) -> Bool? {
    if left.isNull || right.isNull { return nil }
    switch (left, right, type) {
    case (.double(let one), .double(let two), _): return one == two
    case (.array(let one), .array(let two), .array(let element)):
      if one.count != two.count { return false }
      return allEqual(Swift.zip(one, two).map { equal($0, $1, element) })
    case (.row(let one), .row(let two), .row(let fields)):
      return allEqual(fields.indices.map { equal(one[$0], two[$0], fields[$0].type) })
    default: return Ordering.compare(left, right, type) == 0
    }
  }

  private static func allEqual(_ answers: [Bool?]) -> Bool? {
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  static func distinctFrom(_ left: Column, _ right: Column, _ type: SQLType, _ count: Int) -> Column {
    let flags: [Bool] = (0..<count).map { row in
      Ordering.compare(left.datum(row), right.datum(row), type) != 0
    }
    return Column(.bool(flags), validity: nil, count: count)
  }

  static func isNull(_ column: Column) -> Column {
    guard let validity: [Bool] = column.validity else {
      return .constant(.bool(false), .boolean, count: column.count)
    }
    return Column(.bool(validity.map { !$0 }), validity: nil, count: column.count, isConstant: column.isConstant)
  }

  static func not(_ column: Column) -> Column {
    guard case .bool(let flags) = column.storage else { return column }
    return Column(
      .bool(flags.map { !$0 }), validity: column.validity, count: column.count, isConstant: column.isConstant)
  }

  /// Three-valued AND or OR.
  static func logical(_ left: Column, _ right: Column, isAnd: Bool, _ count: Int) -> Column {
    guard case .bool(let first) = left.storage, case .bool(let second) = right.storage else { return left }
    if left.validity == nil, right.validity == nil {
      let flags: [Bool] =
        isAnd
        ? zip(first, left.isConstant, second, right.isConstant, count) { $0 && $1 }
        : zip(first, left.isConstant, second, right.isConstant, count) { $0 || $1 }
      return Column(.bool(flags), validity: nil, count: count)
    }
    var flags = [Bool](repeating: false, count: count)
    var valid = [Bool](repeating: true, count: count)
    for row in 0..<count {
      let one: Bool = first[left.place(row)]
      let two: Bool = second[right.place(row)]
      let oneValid: Bool = left.isValid(row)
      let twoValid: Bool = right.isValid(row)
      // The deciding value wins over NULL.
      if (oneValid && one != isAnd) || (twoValid && two != isAnd) {
        flags[row] = !isAnd
      } else if oneValid, twoValid {
        flags[row] = isAnd
      } else {
        valid[row] = false
      }
    }
    return Column(.bool(flags), validity: valid, count: count)
  }

  /// The rows for which a condition is true.
  static func selected(_ condition: Column) -> [Int32] {
    guard case .bool(let flags) = condition.storage else { return [] }
    if condition.isConstant {
      return flags[0] && condition.isValid(0) ? (0..<Int32(condition.count)).map { $0 } : []
    }
    return [Int32](unsafeUninitializedCapacity: condition.count) { output, written in
      var at = 0
      for row in 0..<condition.count where flags[row] {
        if let validity = condition.validity, !validity[row] { continue }
        (output.baseAddress! + at).initialize(to: Int32(row))
        at += 1
      }
      written = at
    }
  }
}
