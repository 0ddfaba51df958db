package import Protocols
package import Query
package import Runtime

/// The SQL engine with the catalogs behind it: Glue's, and DynamoDB's tables for federated ones.
package struct EngineRunner: QueryRunner {
  private let ports: Ports
  private let glue: @Sendable (QueryScope) -> any CatalogPort

  /// `glue` gives the Data Catalog in the name of the scope's caller; objects, tables and functions come by the ports.
  package init(_ ports: Ports, glue: @escaping @Sendable (QueryScope) -> any CatalogPort) {
    self.ports = ports
    self.glue = glue
  }

  // MARK: Statements

  package func read(_ statement: String, parameters: [String]) throws(QueryRefusal) -> StatementReading {
    let prepared = try EngineStatement.prepare(statement, QuerySession(now: 0), parameters)
    return EngineStatement.reading(prepared)
  }

  package func run(_ request: QueryRequest) async throws(QueryRunFailure) -> QueryAnswer {
    let scope = request.scope
    let session = QuerySession(
      catalog: sessionCatalog(request.catalog, scope), database: request.database ?? "default",
      now: scope.now.milliseconds * 1000)
    let prepared: PreparedQuery
    do throws(QueryRefusal) {
      prepared = try EngineStatement.prepare(request.statement, session, request.parameters)
    } catch {
      throw QueryRunFailure(error.message, category: 2, type: 1006)
    }
    let environment = QueryEnvironment(
      catalog: glue(scope), objects: QueryObjects(ports.objects, scope),
      connector: { [self] (name) throws(QueryFailure) in try await connector(name, scope) })
    let sink = ResultCollector(prepared.resultForm)
    let cancel = CancelFlag()
    let outcome = await withTaskCancellationHandler { () async -> Result<QuerySummary, QueryFailure> in
      do throws(QueryFailure) {
        return .success(try await prepared.execute(in: environment, to: sink, cancel: cancel))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      cancel.cancel()
    }
    switch outcome {
    case .success(let summary):
      return QueryAnswer(
        columns: sink.resultColumns, file: sink.file, metadata: sink.metadata(of: request.id),
        scannedBytes: summary.statistics.bytesScanned, planningMilliseconds: 1)
    case .failure(let failure):
      throw QueryRunFailure(failure.message, category: failure.category, type: failure.errorType)
    }
  }

  /// The account's own catalog under any name that was registered for it.
  private func sessionCatalog(_ name: String?, _ scope: QueryScope) -> String {
    guard let name else { return RegisteredCatalog.awsDataCatalog }
    let registered = scope.catalogs.first { $0.name.lowercased() == name.lowercased() }
    return registered?.type == "GLUE" ? RegisteredCatalog.awsDataCatalog : name
  }

  // MARK: Catalogs

  private func connector(_ name: String, _ scope: QueryScope) async throws(QueryFailure) -> (any ConnectorPort)? {
    if name.hasPrefix("lambda:") {
      return try await connector(
        of: RegisteredCatalog(name: name, type: "LAMBDA", parameters: ["function": String(name.dropFirst(7))]), scope)
    }
    guard let catalog = scope.catalogs.first(where: { $0.name.lowercased() == name }) else { return nil }
    return try await connector(of: catalog, scope)
  }

  private func connector(
    of catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(QueryFailure) -> any ConnectorPort {
    if catalog.type == "GLUE" { throw .notSupported("A GLUE data catalog by another name (\(catalog.name))") }
    try await FederatedFunction(catalog).check(ports.functions, scope)
    return DynamoDBConnector(TableReader(ports.tables, scope))
  }

  package func databases(
    in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> [CatalogDatabase] {
    if catalog.type == "GLUE" { return try await glue(scope).databases().map(CatalogDatabase.init) }
    return try await federated(catalog, scope) { (port) throws(QueryFailure) in
      try await port.schemas().map { CatalogDatabase(name: $0, description: nil, parameters: [:]) }
    }
  }

  package func database(
    _ name: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogDatabase {
    let wanted = name.lowercased()
    if catalog.type == "GLUE" {
      if let found = try await glue(scope).database(wanted) { return CatalogDatabase(found) }
    } else if let found = try await databases(in: catalog, scope).first(where: { $0.name == wanted }) {
      return found
    }
    throw AWSError.metadata("EntityNotFoundException: Database \(name) not found.")
  }

  package func tables(
    of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> [CatalogTable] {
    let schema = database.lowercased()
    if catalog.type == "GLUE" {
      let port = glue(scope)
      var found: [CatalogTable] = []
      do throws(AWSError) {
        for name in try await port.tables(in: schema) {
          if let table = try await port.table(schema, name) { found.append(CatalogTable(table)) }
        }
      } catch {
        throw AWSError.metadata("\(error.code): \(error.message ?? "")")
      }
      return found
    }
    return try await federated(catalog, scope) { (port) throws(QueryFailure) in
      var found: [CatalogTable] = []
      for name in try await port.tables(in: schema) {
        if let table = try await port.table(schema, name) { found.append(CatalogTable(name, table)) }
      }
      return found
    }
  }

  package func table(
    _ name: String, of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogTable {
    let schema = database.lowercased()
    let wanted = name.lowercased()
    if catalog.type == "GLUE" {
      if let found = try await glue(scope).table(schema, wanted) { return CatalogTable(found) }
    } else {
      let found = try await federated(catalog, scope) { (port) throws(QueryFailure) in
        try await port.table(schema, wanted)
      }
      if let found { return CatalogTable(wanted, found) }
    }
    throw AWSError.metadata("EntityNotFoundException: Table \(name) not found.")
  }

  private func federated<T: Sendable>(
    _ catalog: RegisteredCatalog, _ scope: QueryScope, _ body: (any ConnectorPort) async throws(QueryFailure) -> T
  ) async throws(AWSError) -> T {
    do throws(QueryFailure) {
      return try await body(try await connector(of: catalog, scope))
    } catch {
      throw AWSError.metadata(error.message)
    }
  }
}
