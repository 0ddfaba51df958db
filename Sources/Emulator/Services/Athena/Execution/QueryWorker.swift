import Protocols
import Runtime

/// One execution from QUEUED to its end, on a worker. Every change of state is a step of its own, and is made only from
/// the state that it follows: an execution that was stopped meanwhile stays so.
struct QueryWorker: Sendable {
  private let service: AthenaService
  private let id: String

  init(_ service: AthenaService, _ id: String) {
    self.service = service
    self.id = id
  }

  private struct Begun: Sendable {
    var request: QueryRequest
    var output: ObjectName?
  }

  func run() async {
    let begun = await service.setting.cloud.step { [service, id] () throws(AWSError) -> Begun? in
      try QueryWorker.begin(id, service)
    }
    guard case .some(.some(let begun)) = begun else { return }
    let start = await service.now()
    do throws(QueryRunFailure) {
      let answer = try await service.runner.run(begun.request)
      let engineEnd = await service.now()
      // Nothing of a cancelled execution is put.
      if Task.isCancelled { return }
      try await put(answer, begun)
      await end { [service] execution in
        let now = service.setting.clock.now
        execution.columns = .with { $0[ResultSetMetadata.columnInfo] = answer.columns.map(ColumnInfo.of) }
        execution.resultBytes = answer.file.count
        execution.finish("SUCCEEDED", at: now)
        execution.measure(started: start, engineEnded: engineEnd, ended: now, scanned: answer.scannedBytes) {
          $0[QueryExecutionStatistics.queryPlanningTimeInMillis] = max(1, answer.planningMilliseconds)
        }
      }
    } catch {
      // A stop of the whole server leaves the execution as it is; the next start ends it.
      if Task.isCancelled { return }
      await end { [service] execution in
        let now = service.setting.clock.now
        execution.finish("FAILED", at: now, reason: error.message)
        execution.body[QueryExecution.status]?[QueryExecutionStatus.athenaError] = .with {
          $0[AthenaError.errorCategory] = Int32(error.category)
          $0[AthenaError.errorType] = Int32(error.type)
          $0[AthenaError.retryable] = false
          $0[AthenaError.errorMessage] = error.message
        }
        execution.measure(started: start, engineEnded: now, ended: now, scanned: error.scannedBytes)
      }
    }
  }

  private static func begin(_ id: String, _ service: AthenaService) throws(AWSError) -> Begun? {
    guard var execution = try service.store.execution(id), execution.state == "QUEUED" else { return nil }
    let now = service.setting.clock.now
    execution.body[QueryExecution.status]?[QueryExecutionStatus.state] = "RUNNING"
    let submitted = execution.status[QueryExecutionStatus.submissionDateTime] ?? now
    execution.body[QueryExecution.statistics] = .with {
      $0[QueryExecutionStatistics.queryQueueTimeInMillis] = Int(max(1, now.milliseconds - submitted.milliseconds))
    }
    try service.store.update(execution)
    let context = execution.body[QueryExecution.queryExecutionContext]
    let location = execution.body[QueryExecution.resultConfiguration]?[ResultConfiguration.outputLocation]
    let scope = try service.scope(execution.account, execution.region, now)
    return Begun(
      request: QueryRequest(
        id: id, statement: execution.body[QueryExecution.query] ?? "",
        parameters: execution.body[QueryExecution.executionParameters] ?? [],
        catalog: context?[QueryExecutionContext.catalog], database: context?[QueryExecutionContext.database],
        scope: scope),
      output: location.flatMap(ObjectName.init(url:)))
  }

  private func put(_ answer: QueryAnswer, _ begun: Begun) async throws(QueryRunFailure) {
    guard let output = begun.output else { return }
    let scope = begun.request.scope
    do throws(AWSError) {
      try await service.setting.ports.objects.put(
        output.bucket, output.key, answer.file, contentType: "application/octet-stream", as: scope.caller,
        region: scope.region)
      try await service.setting.ports.objects.put(
        output.bucket, output.key + ".metadata", answer.metadata,
        contentType: "application/octet-stream", as: scope.caller, region: scope.region)
    } catch {
      throw QueryRunFailure(
        "Unable to write query results to \(output.url): \(error.message ?? error.code)", category: 2, type: 401,
        scannedBytes: answer.scannedBytes)
    }
  }

  private func end(_ change: @escaping @Sendable (inout AthenaStore.Execution) -> Void) async {
    _ = await service.setting.cloud.step { [service, id] () throws(AWSError) in
      guard var execution = try service.store.execution(id), execution.state == "RUNNING" else { return }
      change(&execution)
      try service.store.update(execution)
    }
  }
}

extension AthenaStore.Execution {
  mutating func finish(_ state: String, at time: Timestamp, reason: String? = nil) {
    var status = status
    status[QueryExecutionStatus.state] = state
    status[QueryExecutionStatus.stateChangeReason] = reason
    status[QueryExecutionStatus.completionDateTime] = time
    body[QueryExecution.status] = status
  }

  /// Clients expect each time that has passed to be more than nothing.
  mutating func measure(
    started: Timestamp, engineEnded: Timestamp, ended: Timestamp, scanned: Int,
    _ more: (inout Values<QueryExecutionStatistics>) -> Void = { _ in }
  ) {
    var statistics = body[QueryExecution.statistics] ?? Values()
    typealias Shape = QueryExecutionStatistics
    let submitted = status[QueryExecutionStatus.submissionDateTime] ?? started
    let queued = statistics[Shape.queryQueueTimeInMillis] ?? 1
    statistics[Shape.queryQueueTimeInMillis] = queued
    statistics[Shape.engineExecutionTimeInMillis] = Int(max(1, engineEnded.milliseconds - started.milliseconds))
    statistics[Shape.servicePreProcessingTimeInMillis] = 1
    statistics[Shape.serviceProcessingTimeInMillis] = Int(max(1, ended.milliseconds - engineEnded.milliseconds))
    statistics[Shape.totalExecutionTimeInMillis] = max(
      queued + 1, Int(ended.milliseconds - submitted.milliseconds))
    statistics[Shape.dataScannedInBytes] = scanned
    statistics[Shape.resultReuseInformation] = .with { $0[ResultReuseInformation.reusedPreviousResult] = false }
    more(&statistics)
    body[QueryExecution.statistics] = statistics
  }
}

extension ColumnInfo {
  static func of(_ column: ResultColumn) -> Values<ColumnInfo> {
    .with {
      $0[catalogName] = "hive"
      $0[schemaName] = ""
      $0[tableName] = ""
      $0[name] = column.name
      $0[label] = column.name
      $0[type] = column.type
      $0[precision] = Int32(clamping: column.precision)
      $0[scale] = Int32(clamping: column.scale)
      $0[nullable] = "UNKNOWN"
      $0[caseSensitive] = column.isCaseSensitive
    }
  }
}
