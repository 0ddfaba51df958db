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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2017-10-31/functions/f/concurrency", #"{"ReservedConcurrentExecutions":5}"#)
    #expect(
      await lambda.wire("DELETE", "/2017-10-31/functions/f/concurrency")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2017-10-31/functions/g/concurrency")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
