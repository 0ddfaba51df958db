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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2017-10-31/functions/f/concurrency", #"{"ReservedConcurrentExecutions":5}"#)
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/f/concurrency")
        == #"""
        200
        {"ReservedConcurrentExecutions":5}
        """#)
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/g/concurrency")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
