import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct InvokeAsyncTests {
  @Test func keepsTheOldLimit() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let large = await lambda.house.error(InvokeAsync.self) {
      $0[InvokeAsync.Input.functionName] = "f"
      $0[InvokeAsync.Input.invokeArgs] = Blob([34] + [UInt8](repeating: 97, count: 1 << 18) + [34])
    }
    #expect(large?.message == "262146 byte payload is too large for the Event invocation type (limit 262144 bytes)")
    let taken = try await lambda.house.call(InvokeAsync.self) {
      $0[InvokeAsync.Input.functionName] = "f"
      $0[InvokeAsync.Input.invokeArgs] = Blob(Array("{}".utf8))
    }
    #expect(taken[InvokeAsync.Output.status] == 202)
    await lambda.stop()
  }
}
