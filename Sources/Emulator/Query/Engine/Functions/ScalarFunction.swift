/// What evaluation needs beside the rows.
struct EvaluationContext: Sendable {
  /// Microseconds since 1970 at which the query started: `now()` is the same for all its rows.
  var now: Int64
  /// Answers of the query's subqueries, by number.
  var subqueries: SubqueryAnswers
  var catalog: String
  var schema: String
  /// Regular expressions compiled so far.
  var patterns: PatternCache
}

typealias ScalarBody = @Sendable ([Datum], EvaluationContext) throws(QueryFailure) -> Datum
typealias VectorBody = @Sendable ([Column], Int, EvaluationContext) throws(QueryFailure) -> Column

/// A parameter's or result's type in a signature.
indirect enum TypePattern: Sendable {
  /// A varchar matches varchars of every length.
  case type(SQLType)
  case decimal
  case timestamp
  case row
  /// The same type wherever the number comes back.
  case any(Int)
  case array(TypePattern)
  case map(TypePattern, TypePattern)

  static let varchar: TypePattern = .type(.varchar(nil))
  static let bigint: TypePattern = .type(.bigint)
  static let double: TypePattern = .type(.double)
  static let boolean: TypePattern = .type(.boolean)
  static let varbinary: TypePattern = .type(.varbinary)
  static let date: TypePattern = .type(.date)
  static let zoned: TypePattern = .type(.timestampWithZone)
  static let json: TypePattern = .type(.json)

  var text: String {
    switch self {
    case .type(let type): type.text
    case .decimal: "decimal(p,s)"
    case .timestamp: "timestamp(p)"
    case .row: "row"
    case .any(let number): ["T", "U", "V"][number % 3]
    case .array(let element): "array(" + element.text + ")"
    case .map(let key, let value): "map(" + key.text + "," + value.text + ")"
    }
  }
}

/// The result's type from the arguments' types after conversion.
struct ResultRule: Sendable {
  private let rule: @Sendable ([SQLType]) -> SQLType
  static func fixed(_ type: SQLType) -> ResultRule { ResultRule { _ in type } }
  static func argument(_ index: Int) -> ResultRule { ResultRule { $0[index] } }
  static func computed(_ rule: @escaping @Sendable ([SQLType]) -> SQLType) -> ResultRule { ResultRule(rule: rule) }

  private init(rule: @escaping @Sendable ([SQLType]) -> SQLType) { self.rule = rule }
  func callAsFunction(_ types: [SQLType]) -> SQLType { rule(types) }
}

/// One way to call a function by its arguments' types.
struct ScalarFunction: Sendable, Equatable {
  let name: String
  let parameters: [TypePattern]
  /// The last parameter may come any number of times, also never.
  var isVariadic = false
  /// The result's type from the arguments' types after conversion.
  let result: ResultRule
  /// The body sees NULLs; otherwise a NULL argument gives NULL.
  var takesNulls = false
  /// The same arguments give the same result at any time.
  var isDeterministic = true
  /// A faster form over whole columns.
  var vector: VectorBody?
  /// Types of the arguments, set when a call is resolved, for bodies that need them.
  let body: @Sendable ([Datum], [SQLType], EvaluationContext) throws(QueryFailure) -> Datum

  static func == (left: ScalarFunction, right: ScalarFunction) -> Bool {
    left.name == right.name && left.signature == right.signature && left.isDeterministic && right.isDeterministic
  }

  var signature: String {
    var parts: [String] = parameters.map { $0.text }
    if isVariadic, let last: String = parts.popLast() { parts.append(last + "...") }
    return name + "(" + parts.joined(separator: ", ") + ")"
  }

  init(
    _ name: String, _ parameters: [TypePattern], _ result: SQLType,
    _ body: @escaping @Sendable ([Datum]) throws(QueryFailure) -> Datum
  ) {
    self.name = name
    self.parameters = parameters
    self.result = .fixed(result)
    self.body = { (values, _, _) throws(QueryFailure) -> Datum in try body(values) }
  }

  init(
    generic name: String, _ parameters: [TypePattern], _ result: ResultRule,
    _ body: @escaping @Sendable ([Datum], [SQLType], EvaluationContext) throws(QueryFailure) -> Datum
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.body = body
  }

  func nullable() -> ScalarFunction {
    var copy: ScalarFunction = self
    copy.takesNulls = true
    return copy
  }

  func variadic() -> ScalarFunction {
    var copy: ScalarFunction = self
    copy.isVariadic = true
    return copy
  }

  func volatile() -> ScalarFunction {
    var copy: ScalarFunction = self
    copy.isDeterministic = false
    return copy
  }

  func vectorized(_ vector: @escaping VectorBody) -> ScalarFunction {
    var copy: ScalarFunction = self
    copy.vector = vector
    return copy
  }
}
