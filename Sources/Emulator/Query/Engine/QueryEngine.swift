import Protocols
package import SQLParser

/// The SQL engine of Athena: one statement in, a result as text cells out.
///
///     let query = try QueryEngine.prepare(sql, QuerySession(catalog: "awsdatacatalog", database: "default", now: micros),
///                                         parameters: ["'a string'", "10"])
///     query.statementClass                // StatementType and SubstatementType
///     query.resultForm                    // .csv (rows of a query) or .text (definitions, SHOW, DESCRIBE)
///     let summary = try await query.execute(in: environment, to: sink, cancel: flag)
///
/// `prepare` is synchronous and fast; it throws only what StartQueryExecution refuses (InvalidRequestException,
/// MALFORMED_QUERY). What Athena finds while the query runs (unknown columns, Hive's own syntax errors, a feature that is
/// not built) comes as `QueryFailure` from `execute`: `message` is StateChangeReason and AthenaError.ErrorMessage,
/// `category` and `errorType` the other members.
///
/// `execute` is for a worker's task, never for the loop: it computes for as long as the query takes, waits only on the
/// ports, and looks at the cancel flag for each batch of 4,096 rows (failing with `Query cancelled by user`). The sink is
/// called from the same task: `start` once with the columns, then `add` for each page.
///
/// Names of catalogs, databases and tables are compared in lower case. The catalog `awsdatacatalog` is the catalog port;
/// every other name is asked of `environment.connector`.
package enum QueryEngine {
  package static func prepare(
    _ sql: String, _ session: QuerySession, parameters: [String] = []
  ) throws(QuerySyntaxError) -> PreparedQuery {
    let parsed: ParsedStatement
    do throws(ParseFailure) {
      parsed = try StatementParser.parse(sql)
    } catch {
      switch error {
      case .syntax(let syntax) where syntax.grammar == .trino: throw syntax
      case .syntax(let syntax):
        return PreparedQuery(
          statementClass: StatementParser.statementClass(sql), work: .failure(QueryFailure(nil, syntax.message)),
          session: session, sql: sql)
      case .unsupported(let what, let position):
        return PreparedQuery(
          statementClass: StatementParser.statementClass(sql), work: .failure(.notSupported(what, at: position)),
          session: session, sql: sql)
      }
    }
    let work: PreparedQuery.Work
    switch parsed.statement {
    case .unsupported(let name, _): work = .failure(.notSupported("The statement " + name))
    case .definition(let definition): work = .definition(definition)
    case .query(let query):
      var expressions: [Expression] = []
      for text in parameters {
        do throws(ParseFailure) {
          expressions.append(try StatementParser.expression(text))
        } catch {
          switch error {
          case .syntax(let syntax): throw syntax
          case .unsupported(let what, let position):
            throw QuerySyntaxError(.trino, QueryFailure.notSupported(what, at: position).message)
          }
        }
      }
      if expressions.count != parsed.parameterCount {
        work = .failure(
          QueryFailure(
            "INVALID_PARAMETER_USAGE",
            "Incorrect number of parameters: expected \(parsed.parameterCount) but found \(expressions.count)",
            at: SourcePosition(line: 1, column: 1)))
      } else {
        work = .query(query, expressions)
      }
    }
    return PreparedQuery(statementClass: parsed.statementClass, work: work, session: session, sql: sql)
  }
}

/// What a statement is run with.
package struct QuerySession: Sendable {
  /// QueryExecutionContext, in lower case.
  package var catalog: String
  package var database: String
  /// Microseconds since 1970, for `now()` and its like.
  package var now: Int64
  package init(catalog: String = "awsdatacatalog", database: String = "default", now: Int64) {
    self.catalog = catalog.lowercased()
    self.database = database.lowercased()
    self.now = now
  }
}

/// Where data and definitions come from.
package struct QueryEnvironment: Sendable {
  package var catalog: any CatalogPort
  package var objects: any ObjectStorePort
  /// Another catalog by its name in lower case; nil where there is none.
  package var connector: @Sendable (String) async throws(QueryFailure) -> (any ConnectorPort)?
  /// Bytes that a query may keep.
  package var memoryLimit: Int

  package init(
    catalog: any CatalogPort, objects: any ObjectStorePort,
    connector: @escaping @Sendable (String) async throws(QueryFailure) -> (any ConnectorPort)? = {
      (_) throws(QueryFailure) in nil
    },
    memoryLimit: Int = 2 << 30
  ) {
    self.catalog = catalog
    self.objects = objects
    self.connector = connector
    self.memoryLimit = memoryLimit
  }
}

/// How a result is kept in S3.
package enum ResultForm: Sendable {
  /// `<id>.csv` with a header, and a header row in GetQueryResults.
  case csv
  /// `<id>.txt`, no header.
  case text
}

/// What a finished statement reports.
package struct QuerySummary: Sendable {
  package var statistics: QueryStatistics
  /// For the server's log.
  package var warnings: [String]
}

/// A parsed statement, ready to run once or more.
package struct PreparedQuery: Sendable {
  enum Work: Sendable {
    case query(Query, [Expression])
    case definition(Definition)
    case failure(QueryFailure)
  }

  /// StatementType and SubstatementType.
  package let statementClass: StatementClass
  let work: Work
  let session: QuerySession
  let sql: String

  package var resultForm: ResultForm { statementClass.subtype == "SELECT" ? .csv : .text }

  package func execute(
    in environment: QueryEnvironment, to sink: any ResultSink, cancel: CancelFlag = CancelFlag()
  ) async throws(QueryFailure) -> QuerySummary {
    let evaluation = EvaluationContext(
      now: session.now, subqueries: SubqueryAnswers(), catalog: session.catalog, schema: session.database,
      patterns: PatternCache())
    let state = ExecutionState(evaluation, cancel: cancel, memoryLimit: environment.memoryLimit)
    switch work {
    case .failure(let failure): throw failure
    case .definition(let definition):
      let execution = DefinitionExecution(environment: environment, session: session, state: state)
      let (columns, page): ([ColumnInfo], ResultPage) = try await execution.run(definition)
      try await sink.start(columns)
      if page.rowCount > 0 { try await sink.add(page) }
      state.statistics.outputRows = page.rowCount
    case .query(let query, let parameters):
      try await run(query, parameters, environment, state, sink)
    }
    return QuerySummary(statistics: state.statistics, warnings: state.warnings)
  }

  private func run(
    _ query: Query, _ parameters: [Expression], _ environment: QueryEnvironment, _ state: ExecutionState,
    _ sink: any ResultSink
  ) async throws(QueryFailure) {
    let metadata = MetadataSnapshot()
    var relation: PlannedRelation
    var subplans: [Subplan]
    while true {
      let analyzer = Analyzer(metadata, state.evaluation, parameters: parameters)
      do throws(QueryFailure) {
        relation = try analyzer.query(query)
        subplans = analyzer.subplans
        break
      } catch {
        guard let missing: TableKey = metadata.missing else { throw error }
        metadata.add(try await TableLookup.find(missing, environment), for: missing)
      }
    }
    let execution = PlanExecution(environment: environment, state: state)
    let plan: Plan = Optimizer.optimize(relation.plan)
    let types: [SQLType] = plan.types
    try await execution.run(subplans)
    let source: any BatchSource = try execution.source(plan)
    try await sink.start(
      relation.scope.fields.enumerated().map { index, field in ColumnInfo(field.label ?? "_col\(index)", types[index]) }
    )
    while let batch: Batch = try await source.next() {
      try state.check()
      if batch.count == 0 { continue }
      state.statistics.outputRows += batch.count
      try await sink.add(ResultPage(batch, types))
    }
  }
}
