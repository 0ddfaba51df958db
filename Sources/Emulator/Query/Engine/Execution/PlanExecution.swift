import SQLParser

/// Makes operators of a plan and runs subqueries.
struct PlanExecution {
  let environment: QueryEnvironment
  let state: ExecutionState

  func source(_ plan: Plan) throws(QueryFailure) -> any BatchSource {
    switch plan {
    case .scan(let scan):
      switch scan.table.source {
      case .hive(let table): return TableScan(table, scan, environment, state)
      case .connector(let catalog, let table): return ConnectorSource(catalog, table, scan, environment, state)
      }
    case .values(let rows, let types): return try ValuesOperator(rows, types, state)
    case .filter(let condition, let input): return FilterOperator(condition, try source(input), state)
    case .project(let nodes, let input): return ProjectOperator(nodes, try source(input), state)
    case .aggregate(let aggregate, let input):
      return AggregateOperator(aggregate, try source(input), input.types, state)
    case .join(let join): return JoinOperator(join, try source(join.left), try source(join.right), state)
    case .sort(let keys, let limit, let input):
      return SortOperator(keys, limit: limit, try source(input), input.types, state)
    case .limit(let offset, let count, let input):
      return LimitOperator(offset: offset, count: count, try source(input))
    case .union(let inputs):
      var sources: [any BatchSource] = []
      for input in inputs { sources.append(try source(input)) }
      return ConcatenationOperator(sources)
    case .setDifference(let isIntersect, let isDistinct, let left, let right):
      return SetOperator(
        isIntersect: isIntersect, isDistinct: isDistinct, try source(left), try source(right), left.types, state)
    case .unnest(let unnest, let input): return UnnestOperator(unnest, try source(input), state)
    }
  }

  /// In order: a subquery may use the answers of those before it.
  func run(_ subplans: [Subplan]) async throws(QueryFailure) {
    for subplan in subplans {
      let plan: Plan = Optimizer.optimize(subplan.plan)
      let type: SQLType = plan.types.first ?? .unknown
      let source: any BatchSource = try source(plan)
      var members: Set<Datum> = []
      var hasNull = false
      var value: Datum?
      var rows = 0
      while let batch: Batch = try await source.next() {
        try state.check()
        rows += batch.count
        switch subplan.kind {
        case .exists: break
        case .scalar:
          if rows > 1 {
            throw QueryFailure("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows")
          }
          if batch.count == 1 { value = batch.columns[0].datum(0) }
        case .set:
          for row in 0..<batch.count {
            let member: Datum = batch.columns[0].datum(row)
            if member.isNull { hasNull = true } else { members.insert(SubqueryAnswers.key(member, type)) }
          }
          try state.hold(batch.count * 32)
        }
      }
      switch subplan.kind {
      case .exists: state.evaluation.subqueries.set(subplan.number, .exists(rows > 0))
      case .scalar: state.evaluation.subqueries.set(subplan.number, .scalar(value ?? .null))
      case .set: state.evaluation.subqueries.set(subplan.number, .set(members, hasNull: hasNull))
      }
    }
  }
}

/// Reads a table of another catalog, handing it the equalities among the conditions.
final class ConnectorSource: BatchSource {
  private let catalog: String
  private let table: ConnectorTable
  private let plan: ScanPlan
  private let environment: QueryEnvironment
  private let state: ExecutionState
  private var scan: (any ConnectorScan)?
  private var counted = 0

  init(
    _ catalog: String, _ table: ConnectorTable, _ plan: ScanPlan, _ environment: QueryEnvironment,
    _ state: ExecutionState
  ) {
    self.catalog = catalog
    self.table = table
    self.plan = plan
    self.environment = environment
    self.state = state
  }

  func next() async throws(QueryFailure) -> Batch? {
    if scan == nil {
      guard let connector: any ConnectorPort = try await environment.connector(catalog) else {
        throw QueryFailure("CATALOG_NOT_FOUND", "Catalog '\(catalog)' does not exist")
      }
      scan = try await connector.scan(
        table, columns: plan.columns, constraints: Self.constraints(plan.conditions),
        limit: plan.conditions.isEmpty ? plan.limit : nil)
    }
    guard let scan else { return nil }
    let batch: Batch? = try await scan.next()
    state.statistics.bytesScanned += scan.bytesScanned - counted
    counted = scan.bytesScanned
    state.statistics.inputRows += batch?.count ?? 0
    return batch
  }

  /// Conditions of the forms `column = value` and `column IN (values)`.
  static func constraints(_ conditions: [Node]) -> [ColumnConstraint] {
    var found: [ColumnConstraint] = []
    for condition in conditions {
      switch condition {
      case .compare(.equal, .column(let column, _, _), .constant(let value, _)) where !value.isNull,
        .compare(.equal, .constant(let value, _), .column(let column, _, _)) where !value.isNull:
        found.append(ColumnConstraint(column: column, values: [value]))
      case .inList(.column(let column, _, _), let list) where list.allSatisfy({ $0.isConstant }):
        var values: [Datum] = []
        for case .constant(let value, _) in list where !value.isNull && !values.contains(value) { values.append(value) }
        found.append(ColumnConstraint(column: column, values: values))
      default: continue
      }
    }
    return found
  }
}
