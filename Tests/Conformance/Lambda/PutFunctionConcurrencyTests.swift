import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutFunctionConcurrencyTests {
  @Test func leavesAHundredUnreserved() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    func put(_ count: Int32, _ name: String = "f") async -> String? {
      await lambda.house.error(PutFunctionConcurrency.self) {
        $0[PutFunctionConcurrency.Input.functionName] = name
        $0[PutFunctionConcurrency.Input.reservedConcurrentExecutions] = count
      }?.message
    }
    #expect(await put(900) == nil)
    #expect(await put(901)?.hasSuffix("below its minimum value of [100].") == true)
    #expect(await put(0) == nil)
    #expect(await put(1, "f:1")?.hasPrefix("This operation is permitted on Lambda functions only.") == true)
    let error = await lambda.house.error(Invoke.self) { $0[Invoke.Input.functionName] = "f" }
    #expect(error?.code == "TooManyRequestsException" && error?.message == "Rate Exceeded." && error?.status == 429)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("PUT", "/2017-10-31/functions/f/concurrency", #"{"ReservedConcurrentExecutions":3}"#)
        == #"""
        200
        {"ReservedConcurrentExecutions":3}
        """#)
    #expect(
      await lambda.wire("PUT", "/2017-10-31/functions/f/concurrency", #"{"ReservedConcurrentExecutions":-1}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '-1' at 'reservedConcurrentExecutions'
        failed to satisfy constraint: Member must have value greater than or equal to 0"}
        """#)
    await lambda.stop()
  }
}
