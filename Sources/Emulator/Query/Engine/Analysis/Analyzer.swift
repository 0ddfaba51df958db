import SQLParser

/// Turns a query's syntax into a typed plan. One use for one analysis; it does not wait for anything (see
/// `MetadataSnapshot`).
final class Analyzer {
  let metadata: MetadataSnapshot
  let context: EvaluationContext
  let parameters: [Expression]
  private(set) var subplans: [Subplan] = []
  /// The WITH tables that are visible, the innermost last, each with those that were visible to it.
  var commonTables: [(table: CommonTable, depth: Int)] = []
  /// Scopes around the query that is being analysed, to tell a correlated column from an unknown one.
  var outerScopes: [Scope] = []
  private var depth = 0

  init(_ metadata: MetadataSnapshot, _ context: EvaluationContext, parameters: [Expression]) {
    self.metadata = metadata
    self.context = context
    self.parameters = parameters
  }

  func addSubplan(_ kind: Subplan.Kind, _ plan: Plan) -> Int {
    let number: Int = subplans.count
    subplans.append(Subplan(number: number, kind: kind, plan: plan))
    return number
  }

  // MARK: Queries

  func query(_ query: Query) throws(QueryFailure) -> PlannedRelation {
    depth += 1
    defer { depth -= 1 }
    if depth > 60 { throw QueryFailure("STACK_OVERFLOW", "statement is too large (stack overflow during analysis)") }
    let visible: Int = commonTables.count
    defer { commonTables.removeSubrange(visible...) }
    for table in query.with {
      if commonTables[visible...].contains(where: { $0.table.name == table.name }) {
        throw QueryFailure(
          "DUPLICATE_NAMED_QUERY", "WITH query name '\(table.name)' specified more than once", at: table.position)
      }
      commonTables.append((table, commonTables.count))
    }
    let offset: Int = try count(query.offset) ?? 0
    let limit: Int? = try count(query.limit)
    var result: PlannedRelation
    if case .select(let select) = query.body {
      result = try SelectAnalysis(self).select(select, order: query.order, keep: limit.map { $0 + offset })
    } else {
      result = try body(query.body)
      if !query.order.isEmpty { result.plan = try sorted(result, query.order, keep: limit.map { $0 + offset }) }
    }
    if offset > 0 || limit != nil { result.plan = .limit(offset: offset, count: limit, result.plan) }
    return result
  }

  private func count(_ rows: RowCount?) throws(QueryFailure) -> Int? {
    switch rows {
    case nil: return nil
    case .number(let number): return number
    case .parameter(let index, let position):
      guard index < parameters.count, case .integer(let text, _) = parameters[index], let number = Int(text) else {
        throw .typeMismatch("LIMIT and OFFSET parameters must be integers", at: position)
      }
      return number
    }
  }

  private func body(_ body: QueryBody) throws(QueryFailure) -> PlannedRelation {
    switch body {
    case .select(let select): return try SelectAnalysis(self).select(select, order: [], keep: nil)
    case .subquery(let inner): return try query(inner)
    case .table(let name): return try table(name)
    case .values(let rows, let position): return try values(rows, position)
    case .setOperation(let operation, let isDistinct, let left, let right, let position):
      let first: PlannedRelation = try self.body(left)
      let second: PlannedRelation = try self.body(right)
      return try combine(operation, isDistinct, first, second, position)
    }
  }

  private func combine(
    _ operation: SetOperation, _ isDistinct: Bool, _ left: PlannedRelation, _ right: PlannedRelation,
    _ position: SourcePosition
  ) throws(QueryFailure) -> PlannedRelation {
    let first: [Field] = left.scope.fields
    let second: [Field] = right.scope.fields
    if first.count != second.count {
      throw .typeMismatch(
        "\(operation.rawValue) query has different number of fields: \(first.count), \(second.count)", at: position)
    }
    var fields: [Field] = []
    for (index, field) in first.enumerated() {
      guard let type: SQLType = Coercion.common(field.type, second[index].type) else {
        throw .typeMismatch(
          "column \(index + 1) in \(operation.rawValue) query has incompatible types: "
            + "\(field.type.text), \(second[index].type.text)", at: position)
      }
      fields.append(Field(field.name, label: field.label, type: type))
    }
    let types: [SQLType] = fields.map { $0.type }
    let one: Plan = Self.converted(left.plan, to: types)
    let two: Plan = Self.converted(right.plan, to: types)
    let plan: Plan
    if operation == .union {
      plan = isDistinct ? Self.distinct(.union([one, two])) : .union([one, two])
    } else {
      plan = .setDifference(isIntersect: operation == .intersect, isDistinct: isDistinct, one, two)
    }
    return PlannedRelation(plan: plan, scope: Scope(fields: fields))
  }

  static func converted(_ plan: Plan, to types: [SQLType]) -> Plan {
    let from: [SQLType] = plan.types
    if from == types { return plan }
    let nodes: [Node] = from.indices.map { index in
      FunctionResolution.converted(.column(index, from[index], .none), to: types[index])
    }
    return .project(nodes, plan)
  }

  static func distinct(_ plan: Plan) -> Plan {
    .aggregate(AggregatePlan(keys: Array(plan.types.indices), calls: [], isGlobal: false), plan)
  }

  private func values(_ rows: [Expression], _ position: SourcePosition) throws(QueryFailure) -> PlannedRelation {
    let analysis = ExpressionAnalysis(self, Scope(fields: []))
    var nodes: [[Node]] = []
    var types: [SQLType] = []
    for row in rows {
      var cells: [Node] = []
      if case .row(let parts, _) = row {
        for part in parts { cells.append(try analysis.analyze(part)) }
      } else {
        cells = [try analysis.analyze(row)]
      }
      if nodes.isEmpty {
        types = cells.map { $0.type }
      } else {
        if cells.count != types.count {
          throw .typeMismatch(
            "Values rows have mismatched sizes: \(types.count) vs \(cells.count)", at: position)
        }
        for (index, cell) in cells.enumerated() {
          guard let common: SQLType = Coercion.common(types[index], cell.type) else {
            throw .typeMismatch(
              "Values rows have mismatched types: \(types[index].text) vs \(cell.type.text)", at: position)
          }
          types[index] = common
        }
      }
      nodes.append(cells)
    }
    let final: [SQLType] = types
    let rows: [[Node]] = nodes.map { row in
      row.enumerated().map { index, node in FunctionResolution.converted(node, to: final[index]) }
    }
    return PlannedRelation(
      plan: .values(rows, types), scope: Scope(fields: types.map { Field(nil, type: $0) }))
  }

  /// ORDER BY over a result that only has its own columns.
  private func sorted(
    _ relation: PlannedRelation, _ order: [SortItem], keep: Int?
  ) throws(QueryFailure) -> Plan {
    let types: [SQLType] = relation.plan.types
    var nodes: [Node] = types.indices.map { .column($0, types[$0], .none) }
    let width: Int = nodes.count
    let analysis = ExpressionAnalysis(self, relation.scope)
    var keys: [SortKey] = []
    for item in order {
      let node: Node
      if case .integer(let text, let position) = item.expression {
        guard let ordinal = Int(text), ordinal >= 1, ordinal <= width else {
          throw Self.badOrdinal("ORDER BY", text, position)
        }
        node = nodes[ordinal - 1]
      } else {
        node = try analysis.analyze(item.expression)
      }
      try Self.checkOrderable(node, item.expression.position)
      if let index: Int = nodes.firstIndex(of: node) {
        keys.append(Self.key(index, item))
      } else {
        nodes.append(node)
        keys.append(Self.key(nodes.count - 1, item))
      }
    }
    if nodes.count == width { return .sort(keys, limit: keep, relation.plan) }
    return .project(
      types.indices.map { .column($0, types[$0], .none) }, .sort(keys, limit: keep, .project(nodes, relation.plan)))
  }

  static func key(_ column: Int, _ item: SortItem) -> SortKey {
    SortKey(column: column, isDescending: item.isDescending, nullsFirst: item.nullsFirst ?? false)
  }

  static func checkOrderable(_ node: Node, _ position: SourcePosition) throws(QueryFailure) {
    if !node.type.isOrderable {
      throw .typeMismatch(
        "Type \(node.type.text) is not orderable, and therefore cannot be used in ORDER BY", at: position)
    }
  }

  static func badOrdinal(_ clause: String, _ text: String, _ position: SourcePosition) -> QueryFailure {
    QueryFailure(
      "INVALID_COLUMN_REFERENCE", "\(clause) position \(text) is not in select list", at: position)
  }

  // MARK: Tables

  func table(_ name: QualifiedName) throws(QueryFailure) -> PlannedRelation {
    if name.parts.count == 1, let known = commonTables.last(where: { $0.table.name == name.parts[0] }) {
      return try commonTable(known.table, depth: known.depth)
    }
    let key: TableKey = try key(name)
    guard let entry = metadata.entry(key) else { throw .internalError("the table's definition was not fetched") }
    let full: String = key.catalog + "." + key.schema + "." + key.name
    switch entry {
    case .table(let handle):
      let fields: [Field] = handle.columns.map { column in
        Field(column.name, qualifier: [key.catalog, key.schema, key.name], type: column.type)
      }
      return PlannedRelation(
        plan: .scan(ScanPlan(table: handle, columns: Array(handle.columns.indices))), scope: Scope(fields: fields))
    case .noTable: throw QueryFailure("TABLE_NOT_FOUND", "Table '\(full)' does not exist", at: name.position)
    case .noSchema: throw QueryFailure("SCHEMA_NOT_FOUND", "Schema '\(key.schema)' does not exist", at: name.position)
    case .noCatalog:
      throw QueryFailure("CATALOG_NOT_FOUND", "Catalog '\(key.catalog)' does not exist", at: name.position)
    }
  }

  private func key(_ name: QualifiedName) throws(QueryFailure) -> TableKey {
    switch name.parts.count {
    case 1: return TableKey(catalog: context.catalog, schema: context.schema, name: name.parts[0])
    case 2: return TableKey(catalog: context.catalog, schema: name.parts[0], name: name.parts[1])
    case 3: return TableKey(catalog: name.parts[0], schema: name.parts[1], name: name.parts[2])
    default:
      throw QueryFailure(
        "SYNTAX_ERROR", "Too many dots in table name: " + name.parts.joined(separator: "."), at: name.position)
    }
  }

  /// A WITH table is planned where it is used, and sees only the WITH tables before it.
  private func commonTable(_ table: CommonTable, depth: Int) throws(QueryFailure) -> PlannedRelation {
    let saved: [(table: CommonTable, depth: Int)] = commonTables
    let outer: [Scope] = outerScopes
    commonTables = Array(saved.prefix(depth))
    outerScopes = []
    defer {
      commonTables = saved
      outerScopes = outer
    }
    let relation: PlannedRelation = try query(table.query)
    return try Self.renamed(relation, table.name, table.columns, table.position)
  }

  /// The relation under an alias, perhaps with other names for its columns.
  static func renamed(
    _ relation: PlannedRelation, _ alias: String, _ columns: [String]?, _ position: SourcePosition
  ) throws(QueryFailure) -> PlannedRelation {
    if let columns, columns.count != relation.scope.fields.count {
      throw QueryFailure(
        "MISMATCHED_COLUMN_ALIASES",
        "Column alias list has \(columns.count) entries but '\(alias)' has \(relation.scope.fields.count) columns "
          + "available", at: position)
    }
    let fields: [Field] = relation.scope.fields.enumerated().map { index, field in
      let label: String? = columns?[index] ?? field.label
      return Field(label?.lowercased(), label: label, qualifier: [alias], type: field.type)
    }
    return PlannedRelation(plan: relation.plan, scope: Scope(fields: fields))
  }
}
