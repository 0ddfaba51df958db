import Protocols
import Support
import Testing

@testable import Athena

@Suite struct StopQueryExecutionTests {
  @Test func theQueryIsCancelled() async throws {
    let house = try AthenaHouse()
    let id = try await house.begin("hold")
    _ = try await house.wait(id, for: "RUNNING")
    let answer = await house.wire("StopQueryExecution", #"{"QueryExecutionId":"\#(id)"}"#)
    #expect(answer.status == 200 && answer.text == "{}")
    _ = try await house.wait(id, for: "CANCELLED")
    #expect(try await house.state(id) == "CANCELLED")
  }

  @Test(arguments: [
    (#"{"QueryExecutionId":"x"}"#, "InvalidRequestException: QueryExecution x was not found")
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("StopQueryExecution", request).refusal == words)
  }
}
