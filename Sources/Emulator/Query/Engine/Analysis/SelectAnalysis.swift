import SQLParser

/// One SELECT block with its ORDER BY.
final class SelectAnalysis {
  private let analyzer: Analyzer
  private var relation = PlannedRelation(plan: .values([[]], []), scope: Scope(fields: []))
  /// What comes out, over the input's columns and the aggregates.
  private var outputs: [Node] = []
  private var expressions: [Expression?] = []
  private var fields: [Field] = []

  init(_ analyzer: Analyzer) { self.analyzer = analyzer }

  func select(_ select: Select, order: [SortItem], keep: Int?) throws(QueryFailure) -> PlannedRelation {
    if let from: RelationSyntax = select.from { relation = try analyzer.relation(from) }
    if let filter: Expression = select.filter {
      let analysis = ExpressionAnalysis(analyzer, relation.scope)
      relation.plan = .filter(try analysis.condition(filter, clause: "WHERE clause"), relation.plan)
    }
    let analysis = ExpressionAnalysis(analyzer, relation.scope)
    analysis.aggregates = []
    for item in select.items { try self.item(item, analysis) }

    var groups: [Node] = []
    let groupAnalysis = ExpressionAnalysis(analyzer, relation.scope)
    for expression in select.groups ?? [] { groups.append(try group(expression, groupAnalysis)) }
    let having: Node? = try select.having.map { (expression: Expression) throws(QueryFailure) -> Node in
      try analysis.condition(expression, clause: "HAVING clause")
    }
    // ORDER BY sees the outputs first, then the input.
    analysis.outputs = (fields, outputs)
    var sortNodes: [Node] = []
    for item in order { sortNodes.append(try sortNode(item, analysis, isDistinct: select.isDistinct)) }
    let aggregates: [AggregateUse] = analysis.aggregates ?? []

    var plan: Plan = relation.plan
    if select.groups != nil || !aggregates.isEmpty || having != nil {
      let grouping = Grouping(groups: groups, aggregates: aggregates)
      plan = grouping.plan(plan, isGlobal: select.groups == nil)
      if let having, let expression = select.having {
        plan = .filter(try grouping.rewrite(having, quoting: expression), plan)
      }
      for index in outputs.indices {
        outputs[index] = try grouping.rewrite(outputs[index], quoting: expressions[index])
      }
      for (index, item) in order.enumerated() {
        sortNodes[index] = try grouping.rewrite(sortNodes[index], quoting: item.expression)
      }
    }
    return PlannedRelation(
      plan: try finish(plan, sortNodes, order, isDistinct: select.isDistinct, keep: keep), scope: Scope(fields: fields))
  }

  private func finish(
    _ input: Plan, _ sortNodes: [Node], _ order: [SortItem], isDistinct: Bool, keep: Int?
  ) throws(QueryFailure) -> Plan {
    var nodes: [Node] = outputs
    var keys: [SortKey] = []
    for (index, node) in sortNodes.enumerated() {
      if node.isConstant { continue }
      if let column: Int = nodes.firstIndex(of: node) {
        keys.append(Analyzer.key(column, order[index]))
        continue
      }
      if isDistinct {
        throw QueryFailure(
          "EXPRESSION_NOT_IN_DISTINCT", "For SELECT DISTINCT, ORDER BY expressions must appear in select list",
          at: order[index].expression.position)
      }
      nodes.append(node)
      keys.append(Analyzer.key(nodes.count - 1, order[index]))
    }
    var plan: Plan = .project(nodes, input)
    if isDistinct { plan = Analyzer.distinct(plan) }
    if !keys.isEmpty { plan = .sort(keys, limit: keep, plan) }
    if nodes.count > outputs.count {
      plan = .project(outputs.indices.map { .column($0, outputs[$0].type, .none) }, plan)
    }
    return plan
  }

  private func item(_ item: SelectItem, _ analysis: ExpressionAnalysis) throws(QueryFailure) {
    switch item {
    case .expression(let expression, let alias):
      let node: Node = try analysis.analyze(expression)
      outputs.append(node)
      expressions.append(expression)
      var label: String? = alias
      if label == nil {
        switch expression {
        case .name(let name, _), .dereference(_, let name, _):
          label = name
          if case .column(let index, _, _) = node { label = relation.scope.fields[index].label ?? name }
        default: break
        }
      }
      fields.append(Field(label?.lowercased(), label: label, type: node.type))
    case .all(let qualifier, let position):
      var count = 0
      for (index, field) in relation.scope.fields.enumerated() where field.matches(qualifier[...]) {
        outputs.append(
          .column(index, field.type, ColumnOrigin(name: field.name ?? "_col\(index)", position: position)))
        expressions.append(field.name.map { .name($0, position) })
        fields.append(Field(field.name, label: field.label, type: field.type))
        count += 1
      }
      if count > 0 { return }
      if qualifier.isEmpty {
        throw QueryFailure(
          "COLUMN_NOT_FOUND", "SELECT * not allowed in queries without FROM clause", at: position)
      }
      throw QueryFailure(
        "TABLE_NOT_FOUND", "Unable to resolve reference " + qualifier.joined(separator: "."), at: position)
    }
  }

  private func group(_ expression: Expression, _ analysis: ExpressionAnalysis) throws(QueryFailure) -> Node {
    var node: Node
    if case .integer(let text, let position) = expression {
      guard let ordinal = Int(text), ordinal >= 1, ordinal <= outputs.count else {
        throw Analyzer.badOrdinal("GROUP BY", text, position)
      }
      node = outputs[ordinal - 1]
      if node.contains({ if case .aggregate = $0 { true } else { false } }) {
        throw QueryFailure(
          "EXPRESSION_NOT_SCALAR",
          "GROUP BY clause cannot contain aggregations, window functions or grouping operations", at: position)
      }
    } else {
      node = try analysis.analyze(expression)
    }
    switch node.type {
    case .json:
      throw .typeMismatch("json is not comparable, and therefore cannot be used in GROUP BY", at: expression.position)
    default: return node
    }
  }

  private func sortNode(
    _ item: SortItem, _ analysis: ExpressionAnalysis, isDistinct: Bool
  ) throws(QueryFailure) -> Node {
    let node: Node
    if case .integer(let text, let position) = item.expression {
      guard let ordinal = Int(text), ordinal >= 1, ordinal <= outputs.count else {
        throw Analyzer.badOrdinal("ORDER BY", text, position)
      }
      node = outputs[ordinal - 1]
    } else {
      node = try analysis.analyze(item.expression)
    }
    try Analyzer.checkOrderable(node, item.expression.position)
    return node
  }
}

/// An aggregate that the select list, HAVING or ORDER BY uses.
struct AggregateUse {
  var name: String
  var function: AggregateFunction
  var arguments: [Node]
  var filter: Node?
  var isDistinct: Bool
  var type: SQLType
}

/// Moves expressions from the input's columns to those of its aggregation: the groups, then the aggregates.
private struct Grouping {
  var groups: [Node]
  var aggregates: [AggregateUse]

  func plan(_ input: Plan, isGlobal: Bool) -> Plan {
    var nodes: [Node] = groups
    func column(_ node: Node) -> Int {
      if let index: Int = nodes[groups.count...].firstIndex(of: node) { return index }
      nodes.append(node)
      return nodes.count - 1
    }
    var calls: [AggregateCall] = []
    for use in aggregates {
      let arguments: [Int] = use.arguments.map { column($0) }
      calls.append(
        AggregateCall(
          function: use.function, arguments: arguments, argumentTypes: use.arguments.map { $0.type },
          filter: use.filter.map { column($0) }, isDistinct: use.isDistinct, type: use.type))
    }
    return .aggregate(
      AggregatePlan(keys: Array(groups.indices), calls: calls, isGlobal: isGlobal), .project(nodes, input))
  }

  func rewrite(_ node: Node, quoting expression: Expression?) throws(QueryFailure) -> Node {
    if let group: Int = groups.firstIndex(of: node), !node.isConstant {
      return .column(group, node.type, .none)
    }
    switch node {
    case .aggregate(let number, let type): return .column(groups.count + number, type, .none)
    case .column(_, _, let origin):
      let quoted: String = expression.map { ExpressionText.text($0) } ?? origin.name
      throw QueryFailure(
        "EXPRESSION_NOT_AGGREGATE", "'\(quoted)' must be an aggregate expression or appear in GROUP BY clause",
        at: expression?.position ?? origin.position)
    default:
      let children: [Node] = node.children
      if children.isEmpty { return node }
      var changed: [Node] = []
      for child in children { changed.append(try rewrite(child, quoting: expression)) }
      return node.with(children: changed)
    }
  }
}
