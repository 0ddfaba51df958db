/// An expression as written. Positions follow Trino's: a comparison or an arithmetic operation stands where its operator
/// stands, everything else where it starts.
package indirect enum Expression: Sendable, Equatable {
  case null(SourcePosition)
  case boolean(Bool, SourcePosition)
  case integer(String, SourcePosition)
  case decimal(String, SourcePosition)
  case double(String, SourcePosition)
  case string(String, SourcePosition)
  case binary([UInt8], SourcePosition)
  /// `DATE '2024-01-01'`, `DECIMAL '1.5'`.
  case typed(TypeName, String, SourcePosition)
  case interval(String, negative: Bool, from: IntervalField, to: IntervalField?, SourcePosition)
  /// `?`, from 0.
  case parameter(Int, SourcePosition)
  case name(String, SourcePosition)
  case dereference(Expression, String, SourcePosition)
  case `subscript`(Expression, Expression, SourcePosition)
  case negative(Expression, SourcePosition)
  case positive(Expression, SourcePosition)
  case arithmetic(Arithmetic, Expression, Expression, SourcePosition)
  case concatenation(Expression, Expression, SourcePosition)
  case comparison(Comparison, Expression, Expression, SourcePosition)
  case distinctFrom(Expression, Expression, SourcePosition)
  case and([Expression], SourcePosition)
  case or([Expression], SourcePosition)
  case not(Expression, SourcePosition)
  case between(Expression, low: Expression, high: Expression, SourcePosition)
  case inList(Expression, [Expression], SourcePosition)
  case inQuery(Expression, Query, SourcePosition)
  case exists(Query, SourcePosition)
  case subquery(Query, SourcePosition)
  case quantified(Comparison, String, Expression, Query, SourcePosition)
  case like(Expression, pattern: Expression, escape: Expression?, SourcePosition)
  case isNull(Expression, SourcePosition)
  /// `CASE operand WHEN …` or, without an operand, `CASE WHEN …`.
  case cases(operand: Expression?, [CaseBranch], otherwise: Expression?, SourcePosition)
  case cast(Expression, TypeName, isTry: Bool, SourcePosition)
  case call(FunctionCall)
  case extract(String, Expression, SourcePosition)
  case array([Expression], SourcePosition)
  case row([Expression], SourcePosition)
  case lambda([String], Expression, SourcePosition)
  /// CURRENT_DATE and its like, without parentheses.
  case special(SpecialValue, SourcePosition)
  case atTimeZone(Expression, Expression, SourcePosition)

  package var position: SourcePosition {
    switch self {
    case .null(let place), .boolean(_, let place), .integer(_, let place), .decimal(_, let place),
      .double(_, let place),
      .string(_, let place), .binary(_, let place), .typed(_, _, let place), .interval(_, _, _, _, let place),
      .parameter(_, let place), .name(_, let place), .dereference(_, _, let place), .subscript(_, _, let place),
      .negative(_, let place), .positive(_, let place), .arithmetic(_, _, _, let place),
      .concatenation(_, _, let place), .comparison(_, _, _, let place), .distinctFrom(_, _, let place),
      .and(_, let place), .or(_, let place), .not(_, let place), .between(_, _, _, let place),
      .inList(_, _, let place), .inQuery(_, _, let place), .exists(_, let place), .subquery(_, let place),
      .quantified(_, _, _, _, let place), .like(_, _, _, let place), .isNull(_, let place),
      .cases(_, _, _, let place), .cast(_, _, _, let place), .extract(_, _, let place), .array(_, let place),
      .row(_, let place), .lambda(_, _, let place), .special(_, let place), .atTimeZone(_, _, let place):
      place
    case .call(let call): call.position
    }
  }
}

package enum Arithmetic: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulus = "%"
}

package enum Comparison: String, Sendable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// The comparison with its sides exchanged.
  package var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

package enum IntervalField: String, Sendable { case year, month, day, hour, minute, second }

package enum SpecialValue: String, Sendable {
  case currentDate = "CURRENT_DATE"
  case currentTime = "CURRENT_TIME"
  case currentTimestamp = "CURRENT_TIMESTAMP"
  case localTime = "LOCALTIME"
  case localTimestamp = "LOCALTIMESTAMP"
  case currentUser = "CURRENT_USER"
  case currentCatalog = "CURRENT_CATALOG"
  case currentSchema = "CURRENT_SCHEMA"
  case currentPath = "CURRENT_PATH"
}

package struct CaseBranch: Sendable, Equatable {
  package var when: Expression
  package var then: Expression
  package init(when: Expression, then: Expression) {
    self.when = when
    self.then = then
  }
}

package struct FunctionCall: Sendable, Equatable {
  /// In lower case; more than one part where it was qualified.
  package var name: [String]
  package var arguments: [Expression]
  /// `count(*)`.
  package var isStar: Bool
  package var isDistinct: Bool
  package var order: [SortItem]
  package var filter: Expression?
  package var hasWindow: Bool
  package var ignoresNulls: Bool
  package var position: SourcePosition
}

/// A type as written: `decimal(10, 2)`, `array(varchar)`, `row(a integer)`, `timestamp(3) with time zone`.
package struct TypeName: Sendable, Equatable {
  package enum Parameter: Sendable, Equatable {
    case number(Int)
    case type(TypeName)
    case field(String?, TypeName)
  }
  /// In lower case; `timestamp with time zone` in words.
  package var name: String
  package var parameters: [Parameter]
  package var position: SourcePosition
  package init(_ name: String, _ parameters: [Parameter] = [], at position: SourcePosition) {
    self.name = name
    self.parameters = parameters
    self.position = position
  }
}
