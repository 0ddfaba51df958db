import SQLParser

/// Turns expressions over one scope into typed nodes.
final class ExpressionAnalysis {
  let analyzer: Analyzer
  let scope: Scope
  /// Aggregates met so far; nil where none may stand.
  var aggregates: [AggregateUse]?
  /// A select list that names find before the scope: for ORDER BY.
  var outputs: (fields: [Field], nodes: [Node])?
  var isInsideAggregate = false

  init(_ analyzer: Analyzer, _ scope: Scope) {
    self.analyzer = analyzer
    self.scope = scope
  }

  /// A boolean expression of WHERE, ON or HAVING.
  func condition(_ expression: Expression, clause: String) throws(QueryFailure) -> Node {
    let node: Node = try analyze(expression)
    if node.type == .unknown { return .constant(.null, .boolean) }
    guard node.type == .boolean else {
      throw .typeMismatch(
        "\(clause) must evaluate to a boolean: actual type \(node.type.text)", at: expression.position)
    }
    return node
  }

  func analyze(_ expression: Expression) throws(QueryFailure) -> Node { fold(try node(expression)) }

  /// Computes what has only constant operands; what fails is left to fail when it runs.
  func fold(_ node: Node) -> Node {
    switch node {
    case .constant, .column, .scalarQuery, .inQuery, .exists, .aggregate: return node
    case .call(let function, _, _) where !function.isDeterministic: return node
    default: break
    }
    guard node.children.allSatisfy({ $0.isConstant }) else { return node }
    guard let value: Datum = try? Compiler.evaluate(node, analyzer.context) else { return node }
    return .constant(value, node.type)
  }

  private func node(_ expression: Expression) throws(QueryFailure) -> Node {
    switch expression {
    case .null: return .constant(.null, .unknown)
    case .boolean(let value, _): return .constant(.bool(value), .boolean)
    case .integer, .decimal, .double, .string, .binary, .typed, .interval: return try Literals.node(expression)
    case .parameter(let index, let position):
      guard index < analyzer.parameters.count else {
        throw QueryFailure("INVALID_PARAMETER_USAGE", "Incorrect number of parameters", at: position)
      }
      return try analyze(analyzer.parameters[index])
    case .name(let name, let position):
      if let found: Node = try column([name], position) { return found }
      return try unresolved(name, position)
    case .dereference: return try dereference(expression)
    case .subscript(let base, let index, let position): return try element(base, index, position)
    case .negative(let operand, let position):
      if case .integer(let text, let place) = operand { return try Literals.node(.integer("-" + text, place)) }
      if case .decimal(let text, let place) = operand { return try Literals.node(.decimal("-" + text, place)) }
      return try signed(try analyze(operand), "-", position)
    case .positive(let operand, let position):
      let node: Node = try analyze(operand)
      guard node.type.isNumeric else {
        throw .typeMismatch("Unary plus operator can not by applied to \(node.type.text) type", at: position)
      }
      return node
    case .arithmetic(let operation, let left, let right, let position):
      return try Operators.arithmetic(operation, try analyze(left), try analyze(right), at: position)
    case .concatenation(let left, let right, let position):
      return try Operators.concatenation(try analyze(left), try analyze(right), at: position)
    case .comparison(let comparison, let left, let right, let position):
      return try Operators.comparison(comparison, try analyze(left), try analyze(right), at: position)
    case .distinctFrom(let left, let right, let position):
      let (first, second): (Node, Node) = try Operators.unified(
        try analyze(left), try analyze(right), "IS DISTINCT FROM", at: position)
      return .distinctFrom(first, second)
    case .and(let operands, _): return .and(try operands.map(logical))
    case .or(let operands, _): return .or(try operands.map(logical))
    case .not(let operand, _): return .not(try logical(operand))
    case .between(let value, let low, let high, let position):
      let node: Node = try analyze(value)
      return .and([
        try Operators.comparison(.greaterOrEqual, node, try analyze(low), at: position),
        try Operators.comparison(.lessOrEqual, node, try analyze(high), at: position),
      ])
    case .inList(let value, let list, let position): return try inList(value, list, position)
    case .inQuery(let value, let query, let position): return try inQuery(value, query, position)
    case .exists(let query, _):
      let relation: PlannedRelation = try subquery(query)
      return .exists(analyzer.addSubplan(.exists, .limit(offset: 0, count: 1, relation.plan)))
    case .subquery(let query, let position):
      let relation: PlannedRelation = try subquery(query)
      guard relation.scope.fields.count == 1 else {
        throw .notSupported(
          "Multiple columns returned by subquery are not yet supported. Found \(relation.scope.fields.count); this",
          at: position)
      }
      return .scalarQuery(analyzer.addSubplan(.scalar, relation.plan), relation.scope.fields[0].type)
    case .quantified(_, let quantifier, _, _, let position):
      throw .notSupported("The quantified comparison " + quantifier, at: position)
    case .like(let value, let pattern, let escape, let position):
      return try like(value, pattern, escape, position)
    case .isNull(let operand, _): return .isNull(try analyze(operand))
    case .cases(let operand, let branches, let otherwise, let position):
      return try cases(operand, branches, otherwise, position)
    case .cast(let operand, let typeName, let isTry, let position):
      let type: SQLType = try SQLType(typeName)
      let node: Node = try analyze(operand)
      guard Cast.isPossible(node.type, type) else {
        throw .typeMismatch("Cannot cast \(node.type.text) to \(type.text)", at: position)
      }
      if node.type == type { return node }
      return .cast(node, type, isTry: isTry)
    case .call(let call): return try self.call(call)
    case .extract(let field, let operand, let position):
      let names: [String: String] = [
        "day_of_month": "day", "dow": "day_of_week", "doy": "day_of_year", "yow": "year_of_week",
      ]
      let name: String = names[field] ?? field
      guard DatePartFunctions.parts.contains(where: { $0.name == name }) || name.hasPrefix("timezone_") else {
        throw QueryFailure("SYNTAX_ERROR", "Invalid EXTRACT field: " + field, at: position)
      }
      return try FunctionResolution.resolve(
        name, ScalarFunctions.table[name] ?? [], [try analyze(operand)], at: position)
    case .array(let parts, let position):
      let nodes: [Node] = try unified(try parts.map(analyze), "All ARRAY elements", position)
      return .array(nodes, .array(nodes.first?.type ?? .unknown))
    case .row(let parts, _):
      let nodes: [Node] = try parts.map(analyze)
      return .row(nodes, .row(nodes.map { SQLType.Field(nil, $0.type) }))
    case .lambda(_, _, let position): throw .notSupported("Lambda expressions", at: position)
    case .special(let value, let position): return try special(value, position)
    case .atTimeZone(let operand, let zone, let position):
      return try FunctionResolution.resolve(
        "at_timezone", ScalarFunctions.table["at_timezone"] ?? [], [try analyze(operand), try analyze(zone)],
        at: position)
    }
  }

  private func logical(_ operand: Expression) throws(QueryFailure) -> Node {
    let node: Node = try analyze(operand)
    if node.type == .unknown { return .constant(.null, .boolean) }
    guard node.type == .boolean else {
      throw .typeMismatch(
        "Logical expression term must evaluate to a boolean: actual type \(node.type.text)", at: operand.position)
    }
    return node
  }

  // MARK: Columns

  private func unresolved(_ name: String, _ position: SourcePosition) throws(QueryFailure) -> Node {
    for outer in analyzer.outerScopes.reversed() {
      if case .none = outer.find(name.split(separator: ".").map { String($0) }[...]) { continue }
      throw .notSupported("A correlated subquery (column '\(name)' of the outer query)", at: position)
    }
    throw QueryFailure(
      "COLUMN_NOT_FOUND",
      "Column '\(name)' cannot be resolved or requester is not authorized to access requested resources",
      at: position)
  }

  private func column(_ parts: [String], _ position: SourcePosition) throws(QueryFailure) -> Node? {
    if let outputs, parts.count == 1 {
      let matches: [Int] = outputs.fields.indices.filter { outputs.fields[$0].name == parts[0] }
      if let first: Int = matches.first {
        if matches.dropFirst().contains(where: { outputs.nodes[$0] != outputs.nodes[first] }) {
          throw QueryFailure("AMBIGUOUS_NAME", "Column '\(parts[0])' is ambiguous", at: position)
        }
        return outputs.nodes[first]
      }
    }
    switch scope.find(parts[...]) {
    case .none: return nil
    case .ambiguous:
      throw QueryFailure(
        "AMBIGUOUS_NAME", "Column '\(parts.joined(separator: "."))' is ambiguous", at: position)
    case .column(let index):
      return .column(
        index, scope.fields[index].type,
        ColumnOrigin(name: parts.joined(separator: "."), position: position))
    }
  }

  /// `a.b.c`: a qualified column, or a field of a row.
  private func dereference(_ expression: Expression) throws(QueryFailure) -> Node {
    var parts: [String] = []
    var base: Expression = expression
    while case .dereference(let inner, let name, _) = base {
      parts.insert(name, at: 0)
      base = inner
    }
    var node: Node?
    if case .name(let first, let position) = base {
      parts.insert(first, at: 0)
      var length: Int = parts.count
      while length > 0, node == nil {
        node = try column(Array(parts[..<length]), position)
        if node != nil { parts.removeFirst(length) }
        length -= 1
      }
      if node == nil { return try unresolved(parts.joined(separator: "."), position) }
    }
    var value: Node
    if let node { value = node } else { value = try analyze(base) }
    for name in parts {
      guard case .row(let fields) = value.type else {
        throw .typeMismatch("Expression \(ExpressionText.text(base)) is not of type ROW", at: expression.position)
      }
      guard let index: Int = fields.firstIndex(where: { $0.name?.lowercased() == name }) else {
        throw QueryFailure(
          "COLUMN_NOT_FOUND",
          "Column '\(name)' cannot be resolved or requester is not authorized to access requested "
            + "resources", at: expression.position)
      }
      value = .field(value, index, fields[index].type)
    }
    return value
  }

  private func element(_ base: Expression, _ index: Expression, _ position: SourcePosition) throws(QueryFailure) -> Node
  {
    let container: Node = try analyze(base)
    let key: Node = try analyze(index)
    switch container.type {
    case .array(let element):
      guard key.type.isInteger else {
        throw .typeMismatch("Subscript expression on array requires integer: " + key.type.text, at: position)
      }
      return .element(container, FunctionResolution.converted(key, to: .bigint), element)
    case .map(let keyType, let value):
      guard Coercion.converts(key.type, to: keyType) else {
        throw .typeMismatch(
          "Cannot apply operator: \(container.type.text)[\(key.type.text)]", at: position)
      }
      return .element(container, FunctionResolution.converted(key, to: keyType), value)
    case .row(let fields):
      guard case .constant(.int(let number), _) = key, number >= 1, number <= Int64(fields.count) else {
        throw QueryFailure(
          "INVALID_FUNCTION_ARGUMENT", "ROW subscript must be a constant within the row's fields", at: position)
      }
      return .field(container, Int(number) - 1, fields[Int(number) - 1].type)
    default:
      throw .typeMismatch("Cannot apply operator: \(container.type.text)[\(key.type.text)]", at: position)
    }
  }

  private func signed(_ node: Node, _ sign: String, _ position: SourcePosition) throws(QueryFailure) -> Node {
    let isInterval: Bool = node.type == .intervalDayToSecond || node.type == .intervalYearToMonth
    if node.type == .unknown { return node }
    guard node.type.isNumeric || isInterval else {
      throw .typeMismatch("Cannot negate " + node.type.text, at: position)
    }
    return .negate(node, node.type)
  }

  // MARK: Predicates and branches

  private func inList(
    _ value: Expression, _ list: [Expression], _ position: SourcePosition
  ) throws(QueryFailure) -> Node {
    let nodes: [Node] = try ([value] + list).map(analyze)
    var common: SQLType = nodes[0].type
    for node in nodes.dropFirst() {
      guard let next: SQLType = Coercion.common(common, node.type) else {
        throw .typeMismatch(
          "IN value and list items must be the same type or coercible to a common type. Cannot find common type between "
            + "\(common.text) and \(node.type.text), all types (without duplicates): [\(distinctTypes(nodes))]",
          at: list[0].position)
      }
      common = next
    }
    let converted: [Node] = nodes.map { fold(FunctionResolution.converted($0, to: common)) }
    return .inList(converted[0], Array(converted.dropFirst()))
  }

  private func distinctTypes(_ nodes: [Node]) -> String {
    var seen: [String] = []
    for node in nodes where !seen.contains(node.type.text) { seen.append(node.type.text) }
    return seen.joined(separator: ", ")
  }

  private func subquery(_ query: Query) throws(QueryFailure) -> PlannedRelation {
    analyzer.outerScopes.append(scope)
    defer { analyzer.outerScopes.removeLast() }
    return try analyzer.query(query)
  }

  private func inQuery(_ value: Expression, _ query: Query, _ position: SourcePosition) throws(QueryFailure) -> Node {
    let node: Node = try analyze(value)
    let relation: PlannedRelation = try subquery(query)
    guard relation.scope.fields.count == 1 else {
      throw .typeMismatch(
        "value and result of subquery must be of the same type for IN expression: \(node.type.text) vs "
          + SQLType.row(relation.scope.fields.map { SQLType.Field($0.name, $0.type) }).text, at: position)
    }
    let inner: SQLType = relation.scope.fields[0].type
    guard let common: SQLType = Coercion.common(node.type, inner) else {
      throw .typeMismatch(
        "value and result of subquery must be of the same type for IN expression: \(node.type.text) vs \(inner.text)",
        at: position)
    }
    let plan: Plan = Analyzer.converted(relation.plan, to: [common])
    return .inQuery(FunctionResolution.converted(node, to: common), analyzer.addSubplan(.set, plan))
  }

  private func like(
    _ value: Expression, _ pattern: Expression, _ escape: Expression?, _ position: SourcePosition
  ) throws(QueryFailure) -> Node {
    func text(_ expression: Expression, _ what: String) throws(QueryFailure) -> Node {
      let node: Node = try analyze(expression)
      if node.type == .unknown { return .constant(.null, .varchar(nil)) }
      guard node.type.isText else {
        throw .typeMismatch(
          "\(what) LIKE expression must evaluate to a varchar: actual type \(node.type.text)", at: expression.position)
      }
      return node.type.isChar ? .cast(node, .varchar(nil), isTry: false) : node
    }
    let subject: Node = try text(value, "Left side of")
    let wanted: Node = try text(pattern, "Pattern for")
    let mark: Node? = try escape.map { (expression: Expression) throws(QueryFailure) -> Node in
      try text(expression, "Escape for")
    }
    return .like(subject, wanted, escape: mark)
  }

  /// All converted to their common type.
  func unified(_ nodes: [Node], _ what: String, _ position: SourcePosition) throws(QueryFailure) -> [Node] {
    guard var common: SQLType = nodes.first?.type else { return [] }
    for node in nodes.dropFirst() {
      guard let next: SQLType = Coercion.common(common, node.type) else {
        throw .typeMismatch(
          "\(what) must be the same type or coercible to a common type. Cannot find common type between \(common.text) "
            + "and \(node.type.text), all types (without duplicates): [\(distinctTypes(nodes))]", at: position)
      }
      common = next
    }
    let type: SQLType = common
    return nodes.map { fold(FunctionResolution.converted($0, to: type)) }
  }

  func cases(
    _ operand: Expression?, _ branches: [CaseBranch], _ otherwise: Expression?, _ position: SourcePosition
  ) throws(QueryFailure) -> Node {
    let subject: Node? = try operand.map(analyze)
    var conditions: [Node] = []
    var values: [Node] = []
    for branch in branches {
      if let subject {
        conditions.append(
          try Operators.comparison(.equal, subject, try analyze(branch.when), at: branch.when.position))
      } else {
        conditions.append(try condition(branch.when, clause: "CASE WHEN clause"))
      }
      values.append(try analyze(branch.then))
    }
    values.append(try otherwise.map(analyze) ?? .constant(.null, .unknown))
    let results: [Node] = try unified(values, "All CASE results", position)
    let type: SQLType = results[0].type
    return .conditional(
      conditions.indices.map { Node.Branch(when: conditions[$0], then: results[$0]) },
      otherwise: results[results.count - 1], type)
  }

  private func special(_ value: SpecialValue, _ position: SourcePosition) throws(QueryFailure) -> Node {
    let now: Int64 = analyzer.context.now / 1000 * 1000
    switch value {
    case .currentDate: return .constant(.int(CivilTime.floorDivide(now, CivilTime.microsPerDay)), .date)
    case .currentTimestamp: return .constant(.int(ZonedTime.pack(now / 1000, 0)), .timestampWithZone)
    case .localTimestamp: return .constant(.int(now), .timestamp(3))
    case .localTime: return .constant(.int(CivilTime.floorModulus(now, CivilTime.microsPerDay)), .time)
    case .currentCatalog: return .constant(.text(analyzer.context.catalog), .varchar(nil))
    case .currentSchema: return .constant(.text(analyzer.context.schema), .varchar(nil))
    case .currentTime, .currentUser, .currentPath: throw .notSupported(value.rawValue, at: position)
    }
  }
}
