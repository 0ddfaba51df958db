import Protocols

/// What an expression is for one record.
struct SelectEvaluation {
  var alias: String
  var now: Timestamp
  /// The results of the aggregates by their numbers, where the whole was read.
  var aggregates: [SelectValue] = []

  func value(_ expression: SelectExpression, _ record: SelectRecord) throws(SelectError) -> SelectValue {
    switch expression {
    case .value(let value): return value
    case .path(let path): return record.value(relative(path))
    case .not(let inner):
      guard let truth = try truth(inner, record) else { return .null }
      return .boolean(!truth)
    case .and(let a, let b):
      let left = try truth(a, record)
      if left == false { return .boolean(false) }
      let right = try truth(b, record)
      if right == false { return .boolean(false) }
      return left == nil || right == nil ? .null : .boolean(true)
    case .or(let a, let b):
      let left = try truth(a, record)
      if left == true { return .boolean(true) }
      let right = try truth(b, record)
      if right == true { return .boolean(true) }
      return left == nil || right == nil ? .null : .boolean(false)
    case .comparison(let comparison, let a, let b):
      return SelectEvaluation.compare(comparison, try value(a, record), try value(b, record))
    case .between(let a, let low, let high):
      return try value(.and(.comparison(.greaterOrEqual, a, low), .comparison(.lessOrEqual, a, high)), record)
    case .inList(let a, let list):
      let wanted = try value(a, record)
      if wanted.isAbsent { return .null }
      for each in list where SelectValue.compare(wanted, try value(each, record)) == 0 { return .boolean(true) }
      return .boolean(false)
    case .like(let a, let pattern, let escape):
      let text = try value(a, record)
      let form = try value(pattern, record)
      if text.isAbsent || form.isAbsent { return .null }
      let mark = try escape.map { (e: SelectExpression) throws(SelectError) in try value(e, record).text }
      return .boolean(SelectEvaluation.like(text.text, form.text, mark?.unicodeScalars.first))
    case .isNull(let inner): return .boolean(try value(inner, record).isAbsent)
    case .isMissing(let inner):
      if case .missing = try value(inner, record) { return .boolean(true) }
      return .boolean(false)
    case .arithmetic(let sign, let a, let b):
      return try SelectEvaluation.arithmetic(sign, try value(a, record), try value(b, record))
    case .negative(let inner):
      return try SelectEvaluation.arithmetic(UInt8(ascii: "-"), .integer(0), try value(inner, record))
    case .concatenation(let a, let b):
      let left = try value(a, record)
      let right = try value(b, record)
      return left.isAbsent || right.isAbsent ? .null : .string(left.text + right.text)
    case .cases(let operand, let branches, let otherwise):
      for branch in branches {
        if let operand {
          if SelectValue.compare(try value(operand, record), try value(branch.when, record)) == 0 {
            return try value(branch.then, record)
          }
        } else if try truth(branch.when, record) == true {
          return try value(branch.then, record)
        }
      }
      guard let otherwise else { return .null }
      return try value(otherwise, record)
    case .cast(let inner, let type): return try SelectEvaluation.cast(try value(inner, record), type)
    case .call(let function, let arguments, let word):
      var values: [SelectValue] = []
      for argument in arguments { values.append(try value(argument, record)) }
      return try call(function, values, word)
    case .aggregate(_, _, let number):
      return number < aggregates.count ? aggregates[number] : .null
    }
  }

  /// nil: neither.
  func truth(_ expression: SelectExpression, _ record: SelectRecord) throws(SelectError) -> Bool? {
    switch try value(expression, record) {
    case .boolean(let flag): flag
    case .string(let text) where text.lowercased() == "true": true
    case .string(let text) where text.lowercased() == "false": false
    default: nil
    }
  }

  private func relative(_ path: [PathStep]) -> ArraySlice<PathStep> {
    guard case .name(let first, let isExact)? = path.first else { return path[...] }
    let own = alias.isEmpty ? "s3object" : alias.lowercased()
    if !isExact || first == alias, first.lowercased() == own || first.lowercased() == "s3object" {
      return path.dropFirst()
    }
    return path[...]
  }

  private static func compare(
    _ comparison: SelectExpression.Comparison, _ a: SelectValue, _ b: SelectValue
  ) -> SelectValue {
    if a.isAbsent || b.isAbsent { return .null }
    guard let order = SelectValue.compare(a, b) else {
      return comparison == .notEqual ? .boolean(true) : comparison == .equal ? .boolean(false) : .null
    }
    switch comparison {
    case .equal: return .boolean(order == 0)
    case .notEqual: return .boolean(order != 0)
    case .less: return .boolean(order < 0)
    case .lessOrEqual: return .boolean(order <= 0)
    case .greater: return .boolean(order > 0)
    case .greaterOrEqual: return .boolean(order >= 0)
    }
  }

  private static func arithmetic(
    _ sign: UInt8, _ a: SelectValue, _ b: SelectValue
  ) throws(SelectError) -> SelectValue {
    if a.isAbsent || b.isAbsent { return .null }
    if let x = a.integer, let y = b.integer, a.number == Double(x), b.number == Double(y) {
      let result: (Int64, overflow: Bool)
      switch sign {
      case UInt8(ascii: "+"): result = x.addingReportingOverflow(y)
      case UInt8(ascii: "-"): result = x.subtractingReportingOverflow(y)
      case UInt8(ascii: "*"): result = x.multipliedReportingOverflow(by: y)
      case UInt8(ascii: "/"):
        if y == 0 { throw divided() }
        result = x.dividedReportingOverflow(by: y)
      default:
        if y == 0 { throw divided() }
        result = x.remainderReportingOverflow(dividingBy: y)
      }
      if !result.overflow { return .integer(result.0) }
    }
    guard let x = a.number, let y = b.number else {
      throw SelectError(code: "InvalidDataType", message: "Arithmetic needs numbers.")
    }
    switch sign {
    case UInt8(ascii: "+"): return .decimal(x + y)
    case UInt8(ascii: "-"): return .decimal(x - y)
    case UInt8(ascii: "*"): return .decimal(x * y)
    case UInt8(ascii: "/"):
      if y == 0 { throw divided() }
      return .decimal(x / y)
    default:
      if y == 0 { throw divided() }
      return .decimal(x.truncatingRemainder(dividingBy: y))
    }
  }

  private static func divided() -> SelectError {
    SelectError(code: "EvaluatorInvalidArguments", message: "Division by zero.")
  }

  /// `%` stands for any characters, `_` for one.
  static func like(_ text: String, _ pattern: String, _ escape: Unicode.Scalar?) -> Bool {
    enum Piece {
      case any, one
      case exact(Unicode.Scalar)
    }
    var pieces: [Piece] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if isEscaped {
        pieces.append(.exact(scalar))
        isEscaped = false
      } else if scalar == escape {
        isEscaped = true
      } else if scalar == "%" {
        pieces.append(.any)
      } else {
        pieces.append(scalar == "_" ? .one : .exact(scalar))
      }
    }
    let scalars = Array(text.unicodeScalars)
    var at = 0
    var piece = 0
    var lastAny: (piece: Int, at: Int)?
    while at < scalars.count {
      if piece < pieces.count {
        switch pieces[piece] {
        case .any:
          lastAny = (piece, at)
          piece += 1
          continue
        case .one:
          at += 1
          piece += 1
          continue
        case .exact(let wanted) where wanted == scalars[at]:
          at += 1
          piece += 1
          continue
        default: break
        }
      }
      guard let last = lastAny else { return false }
      lastAny = (last.piece, last.at + 1)
      piece = last.piece + 1
      at = last.at + 1
    }
    while piece < pieces.count {
      guard case .any = pieces[piece] else { return false }
      piece += 1
    }
    return true
  }
}
