import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionConcurrencyTests {
  @Test func nothingIsReserved() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetFunctionConcurrency.self) {
      $0[GetFunctionConcurrency.Input.functionName] = "f"
    }
    #expect(shown[GetFunctionConcurrency.Output.reservedConcurrentExecutions] == nil)
    await lambda.stop()
  }
}
