import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetAccountSettingsTests {
  @Test func countsFunctionsAndWhatIsReserved() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.house.call(PutFunctionConcurrency.self) {
      $0[PutFunctionConcurrency.Input.functionName] = "f"
      $0[PutFunctionConcurrency.Input.reservedConcurrentExecutions] = 5
    }
    let shown = try await lambda.house.call(GetAccountSettings.self)
    let limit = shown[GetAccountSettings.Output.accountLimit]
    #expect(limit?[GetAccountSettings.AccountLimit.concurrentExecutions] == 1000)
    #expect(limit?[GetAccountSettings.AccountLimit.unreservedConcurrentExecutions] == 995)
    #expect(shown[GetAccountSettings.Output.accountUsage]?[GetAccountSettings.AccountUsage.functionCount] == 1)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    #expect(
      await lambda.wire("GET", "/2016-08-19/account-settings")
        == #"""
        200
        {"AccountLimit":{"TotalCodeSize":<size>,
        "CodeSizeUnzipped":262144000,
        "CodeSizeZipped":52428800,
        "ConcurrentExecutions":1000,
        "UnreservedConcurrentExecutions":1000},
        "AccountUsage":{"TotalCodeSize":0,
        "FunctionCount":0}}
        """#)
    await lambda.stop()
  }
}
