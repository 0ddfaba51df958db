/// A statement of S3 Select as read.
struct SelectQuery: Sendable {
  struct Item: Sendable {
    var expression: SelectExpression
    /// `AS name`
    var name: String?
  }
  /// nil: `*`.
  var items: [Item]?
  /// Behind `S3Object`: `[*].rules[*]`.
  var path: [PathStep] = []
  var alias = ""
  var condition: SelectExpression?
  var limit: Int?

  var isAggregate: Bool { items?.contains { $0.expression.hasAggregate } ?? false }
}

enum PathStep: Sendable, Equatable {
  /// `isExact`: in quotes, so that case counts.
  case name(String, isExact: Bool)
  case index(Int)
  case all
}

indirect enum SelectExpression: Sendable {
  case value(SelectValue)
  case path([PathStep])
  case not(SelectExpression)
  case and(SelectExpression, SelectExpression)
  case or(SelectExpression, SelectExpression)
  case comparison(Comparison, SelectExpression, SelectExpression)
  case between(SelectExpression, SelectExpression, SelectExpression)
  case inList(SelectExpression, [SelectExpression])
  case like(SelectExpression, SelectExpression, escape: SelectExpression?)
  case isNull(SelectExpression)
  case isMissing(SelectExpression)
  case arithmetic(UInt8, SelectExpression, SelectExpression)
  case negative(SelectExpression)
  case concatenation(SelectExpression, SelectExpression)
  case cases(
    operand: SelectExpression?, [(when: SelectExpression, then: SelectExpression)], otherwise: SelectExpression?)
  case cast(SelectExpression, String)
  /// `word`: the part of a date, or the side of a trim.
  case call(Function, [SelectExpression], word: String)
  /// The number of the aggregate in the statement; `argument` nil: COUNT(*).
  case aggregate(Aggregate, SelectExpression?, Int)

  enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }
  enum Aggregate: String, Sendable {
    case count = "COUNT"
    case sum = "SUM"
    case avg = "AVG"
    case min = "MIN"
    case max = "MAX"
  }
  enum Function: String, Sendable, CaseIterable {
    case coalesce = "COALESCE"
    case nullIf = "NULLIF"
    case characterLength = "CHARACTER_LENGTH"
    case lower = "LOWER"
    case upper = "UPPER"
    case substring = "SUBSTRING"
    case trim = "TRIM"
    case dateAdd = "DATE_ADD"
    case dateDifference = "DATE_DIFF"
    case extract = "EXTRACT"
    case toString = "TO_STRING"
    case toTimestamp = "TO_TIMESTAMP"
    case now = "UTCNOW"
  }

  var hasAggregate: Bool {
    switch self {
    case .aggregate: true
    case .value, .path: false
    case .not(let a), .isNull(let a), .isMissing(let a), .negative(let a), .cast(let a, _): a.hasAggregate
    case .and(let a, let b), .or(let a, let b), .comparison(_, let a, let b), .arithmetic(_, let a, let b),
      .concatenation(let a, let b):
      a.hasAggregate || b.hasAggregate
    case .between(let a, let b, let c): a.hasAggregate || b.hasAggregate || c.hasAggregate
    case .inList(let a, let list): a.hasAggregate || list.contains(where: \.hasAggregate)
    case .like(let a, let b, let c): a.hasAggregate || b.hasAggregate || (c?.hasAggregate ?? false)
    case .cases(let operand, let branches, let otherwise):
      (operand?.hasAggregate ?? false) || (otherwise?.hasAggregate ?? false)
        || branches.contains { $0.when.hasAggregate || $0.then.hasAggregate }
    case .call(_, let arguments, _): arguments.contains(where: \.hasAggregate)
    }
  }
}
