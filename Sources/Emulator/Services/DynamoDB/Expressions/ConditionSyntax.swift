/// The six comparators.
package enum Comparator: String, Sendable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// A condition as it is written: placeholders unresolved, functions unchecked. Conditions and operands are one type,
/// since only the token after an operand tells which of the two a parenthesis holds.
indirect enum ConditionSyntax {
  case or(ConditionSyntax, ConditionSyntax)
  case and(ConditionSyntax, ConditionSyntax)
  case not(ConditionSyntax)
  case comparison(Comparator, ConditionSyntax, ConditionSyntax)
  case between(ConditionSyntax, ConditionSyntax, ConditionSyntax)
  case `in`(ConditionSyntax, [ConditionSyntax])
  case function(String, [ConditionSyntax])
  case path(PathSyntax)
  case value([UInt8])

  var isOperand: Bool {
    switch self {
    case .function, .path, .value: true
    case .or, .and, .not, .comparison, .between, .in: false
    }
  }
}

/// The grammar of ConditionExpression, FilterExpression and KeyConditionExpression:
///
///     condition   conjunction ( OR conjunction )*
///     conjunction negation ( AND negation )*
///     negation    NOT negation | primary
///     primary     "(" condition ")" | operand tail | function
///     tail        comparator operand | BETWEEN operand AND operand | IN "(" operand ( "," operand )* ")"
///     operand     "(" operand ")" | :value | path | function
struct ConditionParser {
  static let operatorLimit = 300
  static let inOperandLimit = 100
  /// Parentheses and calls within each other. No condition of 300 operators needs more.
  private static let depthLimit = 400

  private var tokens: TokenStream
  private var operators = 0
  private var depth = 0
  private(set) var hasRedundantParentheses = false

  init(_ text: [UInt8]) throws(ExpressionFault) {
    tokens = try TokenStream(text)
  }

  mutating func parse() throws(ExpressionFault) -> ConditionSyntax {
    let (condition, _) = try disjunction(allowsOperand: false)
    if tokens.kind != .end { throw tokens.syntaxError }
    return condition
  }

  private mutating func countOperator() throws(ExpressionFault) {
    operators += 1
    if operators > ConditionParser.operatorLimit { throw .operators(operators) }
  }

  private mutating func descend() throws(ExpressionFault) {
    depth += 1
    if depth > ConditionParser.depthLimit { throw .operators(ConditionParser.operatorLimit + 1) }
  }

  /// The second of the pair tells whether what was read stands in parentheses as a whole.
  private mutating func disjunction(
    allowsOperand: Bool
  ) throws(ExpressionFault) -> (ConditionSyntax, parenthesised: Bool) {
    var (left, parenthesised) = try conjunction(allowsOperand: allowsOperand)
    while tokens.isWord("OR") {
      if isBareOperand(left) { throw tokens.syntaxError }
      tokens.advance()
      try countOperator()
      let (right, _) = try conjunction(allowsOperand: false)
      left = .or(left, right)
      parenthesised = false
    }
    return (left, parenthesised)
  }

  private mutating func conjunction(
    allowsOperand: Bool
  ) throws(ExpressionFault) -> (ConditionSyntax, parenthesised: Bool) {
    var (left, parenthesised) = try negation(allowsOperand: allowsOperand)
    while tokens.isWord("AND") {
      if isBareOperand(left) { throw tokens.syntaxError }
      tokens.advance()
      try countOperator()
      let (right, _) = try negation(allowsOperand: false)
      left = .and(left, right)
      parenthesised = false
    }
    return (left, parenthesised)
  }

  private mutating func negation(
    allowsOperand: Bool
  ) throws(ExpressionFault) -> (ConditionSyntax, parenthesised: Bool) {
    // NOT may also be the name of a function or an attribute only where a placeholder stands for it.
    if tokens.isWord("NOT") {
      tokens.advance()
      try countOperator()
      try descend()
      let (inner, _) = try negation(allowsOperand: false)
      depth -= 1
      return (.not(inner), false)
    }
    return try primary(allowsOperand: allowsOperand)
  }

  private mutating func primary(
    allowsOperand: Bool
  ) throws(ExpressionFault) -> (ConditionSyntax, parenthesised: Bool) {
    var parenthesised = false
    let left: ConditionSyntax
    if tokens.take(.leftParenthesis) {
      try descend()
      let (inner, twice) = try disjunction(allowsOperand: true)
      try tokens.expect(.rightParenthesis)
      depth -= 1
      if twice { hasRedundantParentheses = true }
      parenthesised = true
      left = inner
    } else {
      left = try operand()
    }
    guard left.isOperand else { return (left, parenthesised) }
    if let condition = try tail(left) { return (condition, false) }
    if !allowsOperand && isBareOperand(left) { throw tokens.syntaxError }
    return (left, parenthesised)
  }

  /// A path or a value, which is no condition by itself. A function may be one.
  private func isBareOperand(_ syntax: ConditionSyntax) -> Bool {
    switch syntax {
    case .path, .value: true
    default: false
    }
  }

  private mutating func tail(_ left: ConditionSyntax) throws(ExpressionFault) -> ConditionSyntax? {
    if let comparator = comparator {
      tokens.advance()
      try countOperator()
      return .comparison(comparator, left, try groupedOperand())
    }
    if tokens.takeWord("BETWEEN") {
      try countOperator()
      let lower = try groupedOperand()
      if !tokens.takeWord("AND") { throw tokens.syntaxError }
      return .between(left, lower, try groupedOperand())
    }
    if tokens.takeWord("IN") {
      try countOperator()
      try tokens.expect(.leftParenthesis)
      let choices = try arguments()
      if choices.count + 1 > ConditionParser.inOperandLimit { throw .tooManyInOperands(choices.count + 1) }
      return .in(left, choices)
    }
    return nil
  }

  private var comparator: Comparator? {
    switch tokens.kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  private mutating func groupedOperand() throws(ExpressionFault) -> ConditionSyntax {
    guard tokens.take(.leftParenthesis) else { return try operand() }
    try descend()
    if tokens.kind == .leftParenthesis { hasRedundantParentheses = true }
    let inner = try groupedOperand()
    try tokens.expect(.rightParenthesis)
    depth -= 1
    return inner
  }

  private mutating func operand() throws(ExpressionFault) -> ConditionSyntax {
    switch tokens.kind {
    case .valueReference: return .value(tokens.take())
    case .name where tokens.following == .leftParenthesis && !isOperatorWord:
      let name = String(decoding: tokens.take(), as: UTF8.self)
      tokens.advance()
      try descend()
      let arguments = try arguments()
      depth -= 1
      return .function(name, arguments)
    case .name where isOperatorWord: throw tokens.syntaxError
    case .name, .nameReference: return .path(try PathSyntax.parse(&tokens))
    default: throw tokens.syntaxError
    }
  }

  private var isOperatorWord: Bool {
    tokens.isWord("AND") || tokens.isWord("OR") || tokens.isWord("NOT") || tokens.isWord("BETWEEN")
      || tokens.isWord("IN")
  }

  /// After the opening parenthesis.
  private mutating func arguments() throws(ExpressionFault) -> [ConditionSyntax] {
    var arguments = [try groupedOperand()]
    while tokens.take(.comma) { arguments.append(try groupedOperand()) }
    try tokens.expect(.rightParenthesis)
    return arguments
  }
}
