import SQLParser

/// `+ - * / %` over columns.
enum ArithmeticKernels {
  static func apply(
    _ operation: Arithmetic, _ left: Column, _ leftType: SQLType, _ right: Column, _ rightType: SQLType,
    _ type: SQLType, _ count: Int
  ) throws(QueryFailure) -> Column {
    let valid: [Bool]? = Kernels.validity(left, right, count)
    switch (left.storage, right.storage) {
    case (.int(let first), .int(let second)) where type.isInteger:
      return try integers(operation, first, left, second, right, type, valid, count)
    case (.double(let first), .double(let second)):
      var result: [Double] = doubles(operation, first, left.isConstant, second, right.isConstant, count)
      if type == .real { result = result.map { Double(Float($0)) } }
      return Column(.double(result), validity: valid, count: count)
    case (.decimal(let first), .decimal(let second)):
      return try decimals(operation, first, left, leftType, second, right, rightType, type, valid, count)
    default:
      let builder = ColumnBuilder(type)
      for row in 0..<count {
        if let valid, !valid[row] {
          builder.appendNull()
        } else {
          builder.append(
            try TimeArithmetic.apply(operation, left.datum(row), leftType, right.datum(row), rightType, type))
        }
      }
      return builder.finish()
    }
  }

  private static func doubles(
    _ operation: Arithmetic, _ left: [Double], _ one: Bool, _ right: [Double], _ two: Bool, _ count: Int
  ) -> [Double] {
    switch operation {
    case .add: Kernels.zip(left, one, right, two, count) { $0 + $1 }
    case .subtract: Kernels.zip(left, one, right, two, count) { $0 - $1 }
    case .multiply: Kernels.zip(left, one, right, two, count) { $0 * $1 }
    case .divide: Kernels.zip(left, one, right, two, count) { $0 / $1 }
    case .modulus: Kernels.zip(left, one, right, two, count) { $0.truncatingRemainder(dividingBy: $1) }
    }
  }

  private static func integers(
    _ operation: Arithmetic, _ left: [Int64], _ first: Column, _ right: [Int64], _ second: Column, _ type: SQLType,
    _ valid: [Bool]?, _ count: Int
  ) throws(QueryFailure) -> Column {
    let one: Bool = first.isConstant
    let two: Bool = second.isConstant
    let range: ClosedRange<Int64> = type.integerRange
    let low: Int64 = range.lowerBound
    let high: Int64 = range.upperBound
    var failed = false
    let result: [Int64]
    switch operation {
    case .add:
      result = Kernels.zip(left, one, right, two, count) { first, second in
        let (sum, overflow) = first.addingReportingOverflow(second)
        failed = failed || overflow || sum < low || sum > high
        return sum
      }
    case .subtract:
      result = Kernels.zip(left, one, right, two, count) { first, second in
        let (difference, overflow) = first.subtractingReportingOverflow(second)
        failed = failed || overflow || difference < low || difference > high
        return difference
      }
    case .multiply:
      result = Kernels.zip(left, one, right, two, count) { first, second in
        let (product, overflow) = first.multipliedReportingOverflow(by: second)
        failed = failed || overflow || product < low || product > high
        return product
      }
    case .divide:
      result = Kernels.zip(left, one, right, two, count) { first, second in
        let (quotient, overflow) = first.dividedReportingOverflow(by: second)
        failed = failed || overflow || quotient > high
        return quotient
      }
    case .modulus:
      result = Kernels.zip(left, one, right, two, count) { first, second in
        if second == -1 { return 0 }
        let (remainder, overflow) = first.remainderReportingOverflow(dividingBy: second)
        failed = failed || overflow
        return remainder
      }
    }
    if failed {
      for row in 0..<count where valid?[row] ?? true {
        try check(operation, left[one ? 0 : row], right[two ? 0 : row], type)
      }
    }
    return Column(.int(result), validity: valid, count: count)
  }

  /// Finds again, row by row, what went wrong; a NULL's garbage is no failure.
  private static func check(
    _ operation: Arithmetic, _ left: Int64, _ right: Int64, _ type: SQLType
  ) throws(QueryFailure) {
    let outcome: (Int64, overflow: Bool)
    let name: String
    switch operation {
    case .add:
      outcome = left.addingReportingOverflow(right)
      name = "addition"
    case .subtract:
      outcome = left.subtractingReportingOverflow(right)
      name = "subtraction"
    case .multiply:
      outcome = left.multipliedReportingOverflow(by: right)
      name = "multiplication"
    case .divide, .modulus:
      if right == 0 { throw .divisionByZero }
      if operation == .modulus { return }
      outcome = left.dividedReportingOverflow(by: right)
      name = "division"
    }
    if outcome.overflow || !type.integerRange.contains(outcome.0) {
      throw .outOfRange("\(type.text) \(name) overflow: \(left) \(operation.rawValue) \(right)")
    }
  }

  private static func decimals(
    _ operation: Arithmetic, _ left: [Int128], _ first: Column, _ leftType: SQLType, _ right: [Int128],
    _ second: Column, _ rightType: SQLType, _ type: SQLType, _ valid: [Bool]?, _ count: Int
  ) throws(QueryFailure) -> Column {
    guard case .decimal(_, let leftScale) = leftType, case .decimal(_, let rightScale) = rightType,
      case .decimal(_, let scale) = type
    else { throw .internalError("decimal arithmetic over \(leftType.text) and \(rightType.text)") }
    var result = [Int128](repeating: 0, count: count)
    for row in 0..<count where valid?[row] ?? true {
      let one: Int128 = left[first.place(row)]
      let two: Int128 = right[second.place(row)]
      switch operation {
      case .add, .subtract, .modulus:
        let common: Int = max(leftScale, rightScale)
        guard let scaledOne: Int128 = Decimal.rescale(one, from: leftScale, to: common),
          let scaledTwo: Int128 = Decimal.rescale(two, from: rightScale, to: common)
        else { throw Decimal.overflow }
        if operation == .modulus {
          if scaledTwo == 0 { throw .divisionByZero }
          result[row] = scaledOne % scaledTwo
        } else {
          result[row] = try Decimal.add(scaledOne, operation == .add ? scaledTwo : -scaledTwo)
        }
      case .multiply: result[row] = try Decimal.multiply(one, two)
      case .divide: result[row] = try Decimal.divide(one, two, extra: scale + rightScale - leftScale)
      }
    }
    return Column(.decimal(result), validity: valid, count: count)
  }

  static func negate(_ column: Column, _ type: SQLType) throws(QueryFailure) -> Column {
    switch column.storage {
    case .int(let values):
      for (row, value) in values.enumerated()
      where (value == Int64.min || (type.isInteger && value == type.integerRange.lowerBound)) && column.isValid(row) {
        throw .outOfRange("\(type.text) negation overflow: \(value)")
      }
      return Column(
        .int(values.map { 0 &- $0 }), validity: column.validity, count: column.count, isConstant: column.isConstant)
    case .double(let values):
      return Column(
        .double(values.map { -$0 }), validity: column.validity, count: column.count, isConstant: column.isConstant)
    case .decimal(let values):
      return Column(
        .decimal(values.map { -$0 }), validity: column.validity, count: column.count, isConstant: column.isConstant)
    default: return column
    }
  }
}

/// Arithmetic of dates, times and intervals.
enum TimeArithmetic {
  /// The result's type; nil where the operation does not exist.
  static func type(_ operation: Arithmetic, _ left: SQLType, _ right: SQLType) -> SQLType? {
    switch (operation, left, right) {
    case (.add, .intervalDayToSecond, .intervalDayToSecond), (.subtract, .intervalDayToSecond, .intervalDayToSecond):
      return .intervalDayToSecond
    case (.add, .intervalYearToMonth, .intervalYearToMonth), (.subtract, .intervalYearToMonth, .intervalYearToMonth):
      return .intervalYearToMonth
    case (.multiply, .intervalDayToSecond, let number), (.multiply, .intervalYearToMonth, let number),
      (.divide, .intervalDayToSecond, let number), (.divide, .intervalYearToMonth, let number):
      return number.isInteger || number == .double ? left : nil
    case (.multiply, let number, .intervalDayToSecond), (.multiply, let number, .intervalYearToMonth):
      return number.isInteger || number == .double ? right : nil
    case (.add, let time, .intervalDayToSecond), (.add, .intervalDayToSecond, let time),
      (.subtract, let time, .intervalDayToSecond):
      return isTime(time) || time == .time ? time : nil
    case (.add, let time, .intervalYearToMonth), (.add, .intervalYearToMonth, let time),
      (.subtract, let time, .intervalYearToMonth):
      return isTime(time) ? time : nil
    case (.subtract, .date, .date), (.subtract, .timestampWithZone, .timestampWithZone), (.subtract, .time, .time),
      (.subtract, .timestamp, .timestamp):
      return .intervalDayToSecond
    default: return nil
    }
  }

  private static func isTime(_ type: SQLType) -> Bool {
    type == .date || type.isTimestamp || type == .timestampWithZone
  }

  static func apply(
    _ operation: Arithmetic, _ left: Datum, _ leftType: SQLType, _ right: Datum, _ rightType: SQLType, _ type: SQLType
  ) throws(QueryFailure) -> Datum {
    let one: Int64 = left.intValue
    let two: Int64 = right.intValue
    let leftIsInterval: Bool = leftType == .intervalDayToSecond || leftType == .intervalYearToMonth
    let rightIsInterval: Bool = rightType == .intervalDayToSecond || rightType == .intervalYearToMonth
    switch operation {
    case .add, .subtract:
      if leftIsInterval, rightIsInterval { return .int(operation == .add ? one &+ two : one &- two) }
      if leftIsInterval { return .int(try move(two, rightType, one, leftType)) }
      if rightIsInterval { return .int(try move(one, leftType, operation == .add ? two : -two, rightType)) }
      switch leftType {
      case .date: return .int((one - two) * 86_400_000)
      case .timestampWithZone: return .int(ZonedTime.millis(one) - ZonedTime.millis(two))
      default: return .int((one - two) / 1000)
      }
    case .multiply:
      let interval: Int64 = leftIsInterval ? one : two
      let factor: Datum = leftIsInterval ? right : left
      if case .double(let number) = factor { return .int(try whole(Double(interval) * number)) }
      let (product, overflow) = interval.multipliedReportingOverflow(by: factor.intValue)
      if overflow { throw .outOfRange("interval multiplication overflow") }
      return .int(product)
    case .divide:
      if case .double(let number) = right { return .int(try whole(Double(one) / number)) }
      if two == 0 { throw .divisionByZero }
      return .int(one / two)
    case .modulus: throw .internalError("modulus of times")
    }
  }

  private static func whole(_ number: Double) throws(QueryFailure) -> Int64 {
    guard let value = Int64(exactly: number.rounded()) else { throw .outOfRange("interval overflow") }
    return value
  }

  private static func move(
    _ value: Int64, _ type: SQLType, _ interval: Int64, _ intervalType: SQLType
  ) throws(QueryFailure) -> Int64 {
    let months: Bool = intervalType == .intervalYearToMonth
    switch type {
    case .date:
      if months { return CivilTime.addMonths(value, interval) }
      if interval % 86_400_000 != 0 {
        throw .invalidArgument("Cannot add hour, minutes or seconds to a date")
      }
      return value + interval / 86_400_000
    case .time: return CivilTime.floorModulus(value + interval % 86_400_000 * 1000, CivilTime.microsPerDay)
    case .timestampWithZone:
      let zone: Int = ZonedTime.zone(value)
      if !months { return ZonedTime.pack(ZonedTime.millis(value) + interval, zone) }
      return ZonedTime.fromLocal(micros: addMonths(ZonedTime.localMicros(value), interval), zone: zone)
    default:
      return months ? addMonths(value, interval) : value &+ interval &* 1000
    }
  }

  static func addMonths(_ micros: Int64, _ months: Int64) -> Int64 {
    let days: Int64 = CivilTime.floorDivide(micros, CivilTime.microsPerDay)
    let rest: Int64 = CivilTime.floorModulus(micros, CivilTime.microsPerDay)
    return CivilTime.addMonths(days, months) * CivilTime.microsPerDay + rest
  }
}
