import SQLParser

/// FROM: tables, subqueries, joins and UNNEST.
extension Analyzer {
  func relation(_ syntax: RelationSyntax) throws(QueryFailure) -> PlannedRelation {
    switch syntax {
    case .table(let name): return try table(name)
    case .subquery(let inner):
      var relation: PlannedRelation = try query(inner)
      // Its own columns' former qualifiers are gone.
      relation.scope.fields = relation.scope.fields.map { Field($0.name, label: $0.label, type: $0.type) }
      return relation
    case .aliased(let inner, let alias, let columns, let position):
      return try Self.renamed(try relation(inner), alias, columns, position)
    case .unnest(_, _, let position):
      let single = PlannedRelation(plan: .values([[]], []), scope: Scope(fields: []))
      return try unnest(single, syntax, isOuter: false, position)
    case .join(let kind, let left, let right, let criteria, let position):
      return try join(kind, left, right, criteria, position)
    }
  }

  private func join(
    _ kind: JoinKind, _ left: RelationSyntax, _ right: RelationSyntax, _ criteria: JoinCriteria?,
    _ position: SourcePosition
  ) throws(QueryFailure) -> PlannedRelation {
    let first: PlannedRelation = try relation(left)
    if Self.isUnnest(right) {
      switch (kind, criteria) {
      case (.cross, _), (.inner, .on(.boolean(true, _))):
        return try unnest(first, right, isOuter: false, position)
      case (.left, .on(.boolean(true, _))): return try unnest(first, right, isOuter: true, position)
      default: throw .notSupported("UNNEST in a join other than CROSS JOIN or LEFT JOIN … ON TRUE", at: position)
      }
    }
    let second: PlannedRelation = try relation(right)
    let combined = Scope(fields: first.scope.fields + second.scope.fields)
    let type: JoinType =
      switch kind {
      case .inner, .cross: .inner
      case .left: .left
      case .right: .right
      case .full: .full
      }
    var plan = JoinPlan(type: type, left: first.plan, right: second.plan)
    switch criteria {
    case nil: return PlannedRelation(plan: .join(plan), scope: combined)
    case .on(let expression):
      let analysis = ExpressionAnalysis(self, combined)
      plan.condition = try analysis.condition(expression, clause: "JOIN ON clause")
      return PlannedRelation(plan: .join(plan), scope: combined)
    case .using(let names, let place):
      return try joinUsing(plan, type, first.scope, second.scope, names, place)
    }
  }

  /// The named columns come once, first, from whichever side has them.
  private func joinUsing(
    _ join: JoinPlan, _ type: JoinType, _ left: Scope, _ right: Scope, _ names: [String], _ position: SourcePosition
  ) throws(QueryFailure) -> PlannedRelation {
    let width: Int = left.fields.count
    var conditions: [Node] = []
    var outputs: [Node] = []
    var fields: [Field] = []
    var used: Set<Int> = []
    for name in names {
      guard case .column(let first) = left.find([name]), case .column(let second) = right.find([name]) else {
        throw QueryFailure(
          "COLUMN_NOT_FOUND",
          "Column '\(name)' is missing from or ambiguous in a side of the join", at: position)
      }
      let one: Node = .column(first, left.fields[first].type, .none)
      let two: Node = .column(width + second, right.fields[second].type, .none)
      guard let common: SQLType = Coercion.common(one.type, two.type) else {
        throw .typeMismatch(
          "Column types of '\(name)' do not match: \(one.type.text) and \(two.type.text)", at: position)
      }
      let (oneCast, twoCast): (Node, Node) = (
        FunctionResolution.converted(one, to: common), FunctionResolution.converted(two, to: common)
      )
      conditions.append(.compare(.equal, oneCast, twoCast))
      used.insert(first)
      used.insert(width + second)
      switch type {
      case .inner, .left: outputs.append(oneCast)
      case .right: outputs.append(twoCast)
      case .full: outputs.append(.coalesce([oneCast, twoCast], common))
      }
      fields.append(Field(name, label: left.fields[first].label, type: outputs[outputs.count - 1].type))
    }
    for (index, field) in (left.fields + right.fields).enumerated() where !used.contains(index) {
      outputs.append(.column(index, field.type, .none))
      fields.append(field)
    }
    var plan: JoinPlan = join
    plan.condition = Node.conjunction(conditions)
    return PlannedRelation(plan: .project(outputs, .join(plan)), scope: Scope(fields: fields))
  }

  private static func isUnnest(_ syntax: RelationSyntax) -> Bool {
    switch syntax {
    case .unnest: true
    case .aliased(let inner, _, _, _): isUnnest(inner)
    default: false
    }
  }

  private func unnest(
    _ input: PlannedRelation, _ syntax: RelationSyntax, isOuter: Bool, _ position: SourcePosition
  ) throws(QueryFailure) -> PlannedRelation {
    var alias: (name: String, columns: [String]?, position: SourcePosition)?
    var inner: RelationSyntax = syntax
    while case .aliased(let wrapped, let name, let columns, let place) = inner {
      alias = alias ?? (name, columns, place)
      inner = wrapped
    }
    guard case .unnest(let expressions, let ordinality, _) = inner else {
      throw .internalError("UNNEST was expected")
    }
    let analysis = ExpressionAnalysis(self, input.scope)
    var operands: [Node] = []
    var fields: [Field] = []
    for expression in expressions {
      let node: Node = try analysis.analyze(expression)
      operands.append(node)
      switch node.type {
      case .array(.row(let parts)): fields += parts.map { Field($0.name, type: $0.type) }
      case .array(let element): fields.append(Field(nil, type: element))
      case .map(let key, let value): fields += [Field(nil, type: key), Field(nil, type: value)]
      default:
        throw QueryFailure(
          "TYPE_MISMATCH", "Cannot unnest type: " + node.type.text, at: expression.position)
      }
    }
    if ordinality { fields.append(Field("ordinality", type: .bigint)) }
    let plan = UnnestPlan(
      operands: operands, types: fields.map { $0.type }, withOrdinality: ordinality, isOuter: isOuter)
    var made = PlannedRelation(plan: .unnest(plan, input.plan), scope: Scope(fields: fields))
    if let alias { made = try Self.renamed(made, alias.name, alias.columns, alias.position) }
    made.scope.fields = input.scope.fields + made.scope.fields
    return made
  }
}
