import Glibc
import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Athena

/// StartQueryExecution, GetQueryExecution, BatchGetQueryExecution, StopQueryExecution and ListQueryExecutions.
@Suite struct QueryExecutionTests {
  typealias Input = StartQueryExecution.Input

  @Test func runsToItsEnd() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("rows 2") {
      $0[Input.queryExecutionContext] = .with {
        $0[QueryExecutionContext.catalog] = "AwsDataCatalog"
        $0[QueryExecutionContext.database] = "sales"
      }
      $0[Input.executionParameters] = ["'x'"]
    }
    #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    let execution = try await athena.wait(id, for: "SUCCEEDED")
    #expect(execution[QueryExecution.status]?[QueryExecutionStatus.state] == "SUCCEEDED")
    #expect(execution[QueryExecution.status]?.has(QueryExecutionStatus.stateChangeReason) == false)
    #expect(execution[QueryExecution.statementType] == "DML")
    #expect(execution[QueryExecution.substatementType] == "SELECT")
    #expect(execution[QueryExecution.queryExecutionContext]?[QueryExecutionContext.catalog] == "awsdatacatalog")
    #expect(execution[QueryExecution.workGroup] == "primary")
    let location = execution[QueryExecution.resultConfiguration]?[ResultConfiguration.outputLocation]
    #expect(location == "s3://results/athena/\(id).csv")
    let statistics = try #require(execution[QueryExecution.statistics])
    #expect(statistics[QueryExecutionStatistics.dataScannedInBytes] == 42)
    #expect(statistics[QueryExecutionStatistics.queryPlanningTimeInMillis] == 3)
    #expect((statistics[QueryExecutionStatistics.queryQueueTimeInMillis] ?? 0) > 0)
    #expect((statistics[QueryExecutionStatistics.engineExecutionTimeInMillis] ?? 0) > 0)
    #expect((statistics[QueryExecutionStatistics.totalExecutionTimeInMillis] ?? 0) > 1)
    #expect(athena.objects.keys == ["athena/\(id).csv", "athena/\(id).csv.metadata"])
    let request = try #require(athena.engine.requests.withLock { $0.first })
    #expect(request.parameters == ["'x'"])
    #expect(request.database == "sales")
    await athena.house.stop()
  }

  @Test func failsWithTheEnginesWords() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("fail")
    let execution = try await athena.wait(id, for: "FAILED")
    let status = try #require(execution[QueryExecution.status])
    #expect(status[QueryExecutionStatus.stateChangeReason]?.hasPrefix("COLUMN_NOT_FOUND: line 1:8") == true)
    let error = try #require(status[QueryExecutionStatus.athenaError])
    #expect(error[AthenaError.errorCategory] == 2)
    #expect(error[AthenaError.errorType] == 1006)
    #expect(error[AthenaError.errorMessage] == status[QueryExecutionStatus.stateChangeReason])
    #expect(execution[QueryExecution.statistics]?.has(QueryExecutionStatistics.queryPlanningTimeInMillis) == false)
    let refused = await athena.house.error(GetQueryResults.self) { $0[GetQueryResults.Input.queryExecutionID] = id }
    #expect(refused?.message == "Query did not finish successfully. Final query state: FAILED")
    #expect(refused?.elements.first?.text == "INVALID_QUERY_EXECUTION_STATE")
    await athena.house.stop()
  }

  @Test func refusesWhatCannotBeKept() async throws {
    let athena = try AthenaHouse()
    let broken = await athena.refusal("broken")
    #expect(broken?.code == "InvalidRequestException")
    #expect(broken?.elements.map(\.text) == ["MALFORMED_QUERY", "MALFORMED_QUERY"])
    let nowhere = await athena.refusal("rows 1") { $0[Input.resultConfiguration] = nil }
    #expect(nowhere?.message?.hasPrefix("No output location provided.") == true)
    let path = await athena.refusal("rows 1") {
      $0[Input.resultConfiguration] = .with { $0[ResultConfiguration.outputLocation] = "results/x" }
    }
    #expect(path?.message == "outputLocation is not a valid S3 path.")
    let bucket = await athena.refusal("rows 1") {
      $0[Input.resultConfiguration] = .with { $0[ResultConfiguration.outputLocation] = "s3://missing/" }
    }
    #expect(bucket?.message == "Unable to verify/create output bucket missing")
    let group = await athena.refusal("rows 1") { $0[Input.workGroup] = "none" }
    #expect(group?.message == "WorkGroup is not found.")
    let unknown = await athena.house.error(GetQueryExecution.self) {
      $0[GetQueryExecution.Input.queryExecutionID] = "nothing"
    }
    #expect(unknown?.message == "QueryExecution nothing was not found")
    await athena.house.stop()
  }

  @Test func sameTokenSameExecution() async throws {
    let athena = try AthenaHouse()
    let token = String(repeating: "t", count: 32)
    let first = try await athena.begin("rows 1") { $0[Input.clientRequestToken] = token }
    let second = try await athena.begin("rows 1") { $0[Input.clientRequestToken] = token }
    #expect(first == second)
    let other = await athena.refusal("rows 2") { $0[Input.clientRequestToken] = token }
    #expect(other?.message == "Idempotent parameters do not match")
    await athena.house.stop()
  }

  @Test func runsFourAtATime() async throws {
    let athena = try AthenaHouse()
    var ids: [String] = []
    for _ in 0..<5 { ids.append(try await athena.begin("hold")) }
    for id in ids.prefix(4) { _ = try await athena.wait(id, for: "RUNNING") }
    #expect(try await athena.state(ids[4]) == "QUEUED")
    let early = await athena.house.error(GetQueryResults.self) {
      $0[GetQueryResults.Input.queryExecutionID] = ids[4]
    }
    #expect(early?.message == "Query has not yet finished. Current state: QUEUED")
    // The signals of the four are there once their runs have begun.
    while athena.engine.held.withLock({ $0.count }) < 4 { await Task.yield() }
    athena.engine.release()
    for id in ids.prefix(4) { _ = try await athena.wait(id, for: "SUCCEEDED") }
    #expect(try await athena.wait(ids[4], for: "RUNNING")[QueryExecution.queryExecutionID] == ids[4])
    await athena.house.stop()
  }

  @Test func stopsOnceAndForAll() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("hold")
    _ = try await athena.wait(id, for: "RUNNING")
    for _ in 0..<2 {
      _ = try await athena.house.call(StopQueryExecution.self) { $0[StopQueryExecution.Input.queryExecutionID] = id }
    }
    let execution = try await athena.execution(id)
    #expect(execution[QueryExecution.status]?[QueryExecutionStatus.state] == "CANCELLED")
    #expect(execution[QueryExecution.status]?[QueryExecutionStatus.stateChangeReason] == "Query cancelled by user")
    let results = await athena.house.error(GetQueryResults.self) { $0[GetQueryResults.Input.queryExecutionID] = id }
    #expect(results?.message == "Could not find results")
    #expect(results?.elements.first?.text == "RESULT_NOT_FOUND")
    // Its place is free again.
    let next = try await athena.begin("rows 1")
    _ = try await athena.wait(next, for: "SUCCEEDED")
    #expect(try await athena.state(id) == "CANCELLED")
    #expect(athena.objects.keys.filter { $0.contains(id) }.isEmpty)
    await athena.house.stop()
  }

  @Test func survivesARestart() async throws {
    let path = "/tmp/cauce-athena-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try AthenaHouse(path: path)
    let done = try await first.begin("rows 1")
    _ = try await first.wait(done, for: "SUCCEEDED")
    let running = try await first.begin("hold")
    _ = try await first.wait(running, for: "RUNNING")
    await first.house.stop()

    let second = try AthenaHouse(path: path, first.objects)
    let failed = try await second.wait(running, for: "FAILED")
    #expect(failed[QueryExecution.status]?[QueryExecutionStatus.athenaError]?[AthenaError.retryable] == true)
    #expect(try await second.results(done).rows.count == 2)
    await second.house.stop()
  }

  @Test func listsTheNewestFirst() async throws {
    let athena = try AthenaHouse()
    var ids: [String] = []
    for index in 0..<3 { ids.append(try await athena.begin("rows \(index)")) }
    let first = try await athena.house.call(ListQueryExecutions.self) {
      $0[ListQueryExecutions.Input.maxResults] = 2
    }
    #expect(first[ListQueryExecutions.Output.queryExecutionIDs] == [ids[2], ids[1]])
    let second = try await athena.house.call(ListQueryExecutions.self) {
      $0[ListQueryExecutions.Input.nextToken] = first[ListQueryExecutions.Output.nextToken]
    }
    #expect(second[ListQueryExecutions.Output.queryExecutionIDs] == [ids[0]])
    #expect(second[ListQueryExecutions.Output.nextToken] == nil)
    let batch = try await athena.house.call(BatchGetQueryExecution.self) {
      $0[BatchGetQueryExecution.Input.queryExecutionIDs] = [ids[0], "unknown"]
    }
    #expect(batch[BatchGetQueryExecution.Output.queryExecutions]?.count == 1)
    let unknown = batch[BatchGetQueryExecution.Output.unprocessedQueryExecutionIDs]?.first
    #expect(unknown?[BatchGetQueryExecution.UnprocessedQueryExecutionId.queryExecutionID] == "unknown")
    await athena.house.stop()
  }
}
