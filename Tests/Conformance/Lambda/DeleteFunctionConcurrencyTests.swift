import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteFunctionConcurrencyTests {
  @Test func givesItBack() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.house.call(PutFunctionConcurrency.self) {
      $0[PutFunctionConcurrency.Input.functionName] = "f"
      $0[PutFunctionConcurrency.Input.reservedConcurrentExecutions] = 5
    }
    _ = try await lambda.house.call(DeleteFunctionConcurrency.self) {
      $0[DeleteFunctionConcurrency.Input.functionName] = "f"
    }
    let limits = try await lambda.house.call(GetAccountSettings.self)
    #expect(
      limits[GetAccountSettings.Output.accountLimit]?[GetAccountSettings.AccountLimit.unreservedConcurrentExecutions]
        == 1000)
    await lambda.stop()
  }
}
