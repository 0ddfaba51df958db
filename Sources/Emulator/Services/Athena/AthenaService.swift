package import Protocols
package import Runtime
package import Storage

/// Amazon Athena (https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html), on one page: executions and their
/// results, work groups, data catalogs. The SQL engine stands behind `QueryRunner`.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class AthenaService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "athena", title: "Athena", model: "athena/2017-05-18", signingName: "athena", targetPrefix: "AmazonAthena",
    protocols: [.awsJSON(version: "1.1")], messageKey: "Message", validationCode: "InvalidRequestException",
    internalCode: "InternalServerException", throttled: AWSError("ThrottlingException", "Rate exceeded"))

  package static let unbuilt = UnbuiltOperation.named(
    """
    BatchGetNamedQuery BatchGetPreparedStatement CancelCapacityReservation CreateCapacityReservation
    CreateNamedQuery CreateNotebook CreatePreparedStatement CreatePresignedNotebookUrl DeleteCapacityReservation
    DeleteNamedQuery DeleteNotebook DeletePreparedStatement ExportNotebook GetCalculationExecution
    GetCalculationExecutionCode GetCalculationExecutionStatus GetCapacityAssignmentConfiguration
    GetCapacityReservation GetNamedQuery GetNotebookMetadata GetPreparedStatement GetQueryRuntimeStatistics
    GetResourceDashboard GetSession GetSessionEndpoint GetSessionStatus ImportNotebook ListApplicationDPUSizes
    ListCalculationExecutions ListCapacityReservations ListEngineVersions ListExecutors ListNamedQueries
    ListNotebookMetadata ListNotebookSessions ListPreparedStatements ListSessions ListTagsForResource
    PutCapacityAssignmentConfiguration StartCalculationExecution StartSession StopCalculationExecution TagResource
    TerminateSession UntagResource UpdateCapacityReservation UpdateDataCatalog UpdateNamedQuery UpdateNotebook
    UpdateNotebookMetadata UpdatePreparedStatement
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(BatchGetQueryExecution.self, on: self),
      OperationEntry(CreateDataCatalog.self, on: self),
      OperationEntry(CreateWorkGroup.self, on: self),
      OperationEntry(DeleteDataCatalog.self, on: self),
      OperationEntry(DeleteWorkGroup.self, on: self),
      OperationEntry(GetDataCatalog.self, on: self),
      OperationEntry(GetDatabase.self, on: self),
      OperationEntry(GetQueryExecution.self, on: self),
      OperationEntry(GetQueryResults.self, on: self),
      OperationEntry(GetTableMetadata.self, on: self),
      OperationEntry(GetWorkGroup.self, on: self),
      OperationEntry(ListDataCatalogs.self, on: self),
      OperationEntry(ListDatabases.self, on: self),
      OperationEntry(ListQueryExecutions.self, on: self),
      OperationEntry(ListTableMetadata.self, on: self),
      OperationEntry(ListWorkGroups.self, on: self),
      OperationEntry(StartQueryExecution.self, on: self),
      OperationEntry(StopQueryExecution.self, on: self),
      OperationEntry(UpdateWorkGroup.self, on: self),
    ]
  }

  let store: AthenaStore
  let setting: ServiceSetting
  let runner: any QueryRunner
  var ids = IDs()
  private(set) lazy var queue = QueryQueue(self)

  package init(_ database: Storage.Database, _ setting: ServiceSetting, _ runner: any QueryRunner) throws {
    store = try AthenaStore(database)
    self.setting = setting
    self.runner = runner
  }

  /// Executions that ran when the server ended have failed; those that waited are run.
  package func start() {
    setting.workers.spawn("athena start") { [self] in
      var after = 0
      var waiting: [String] = []
      while true {
        let from = after
        let page = await setting.cloud.step { [self] () throws(AWSError) in try takeUp(after: from) }
        guard let page, let last = page.last else { break }
        waiting += page.ids
        after = last
      }
      let ids = waiting
      setting.cloud.loop.post { [self] in queue.start(ids) }
    }
  }

  private func takeUp(after: Int) throws(AWSError) -> (ids: [String], last: Int?) {
    let page = try store.unfinished(after: after, limit: 100)
    var waiting: [String] = []
    for var execution in page {
      if execution.state == "QUEUED" {
        waiting.append(execution.uuid)
        continue
      }
      let now = setting.clock.now
      let reason = "INTERNAL_ERROR_QUERY_ENGINE: the emulator was stopped while the query ran"
      execution.finish("FAILED", at: now, reason: reason)
      execution.body[QueryExecution.status]?[QueryExecutionStatus.athenaError] = .with {
        $0[AthenaError.errorCategory] = 1
        $0[AthenaError.errorType] = 100
        $0[AthenaError.retryable] = true
        $0[AthenaError.errorMessage] = reason
      }
      execution.measure(started: now, engineEnded: now, ended: now, scanned: 0)
      try store.update(execution)
    }
    return (waiting, page.last?.id)
  }

  package func reset(account: String?) throws(AWSError) {
    try store.reset(account: account)
    if account == nil { store.round.afterCommit { [self] in queue.cancelAll() } }
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("query executions", try store.count("athena_executions"))]
  }

  func now() async -> Timestamp {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in continuation.resume(returning: setting.clock.now) }
    }
  }

  /// The catalogs of an account and region, in whose name a query runs.
  func scope(_ account: String, _ region: String, _ now: Timestamp) throws(AWSError) -> QueryScope {
    let catalogs = try DataCatalogReference.all(account, region, self)
    return QueryScope(
      caller: .root(of: account), account: account, region: region, now: now,
      catalogs: catalogs.map(DataCatalogReference.registered))
  }
}
