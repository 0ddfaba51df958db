import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct InvokeWithResponseStreamTests {
  @Test func answersWhatInvokeRefuses() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let cut = await lambda.house.error(InvokeWithResponseStream.self) {
      $0[InvokeWithResponseStream.Input.functionName] = "f"
      $0[InvokeWithResponseStream.Input.payload] = Blob(Array("{".utf8))
    }
    #expect(cut?.code == "InvalidRequestContentException")
    let dry = try await lambda.house.call(InvokeWithResponseStream.self) {
      $0[InvokeWithResponseStream.Input.functionName] = "f"
      $0[InvokeWithResponseStream.Input.invocationType] = "DryRun"
    }
    #expect(dry[InvokeWithResponseStream.Output.statusCode] == 204)
    await lambda.stop()
  }
}
