import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionEventInvokeConfigTests {
  @Test func isOfTheQualifier() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    for qualifier in ["$LATEST", "1"] {
      _ = try await lambda.house.call(PutFunctionEventInvokeConfig.self) {
        $0[PutFunctionEventInvokeConfig.Input.functionName] = "f"
        $0[PutFunctionEventInvokeConfig.Input.qualifier] = qualifier
        $0[PutFunctionEventInvokeConfig.Input.maximumRetryAttempts] = qualifier == "1" ? 1 : 0
      }
    }
    for (qualifier, retries) in [(nil, 0), ("1", 1)] as [(String?, Int32)] {
      let shown = try await lambda.house.call(GetFunctionEventInvokeConfig.self) {
        $0[GetFunctionEventInvokeConfig.Input.functionName] = "f"
        $0[GetFunctionEventInvokeConfig.Input.qualifier] = qualifier
      }
      #expect(shown[FunctionEventInvokeConfig.maximumRetryAttempts] == retries)
    }
    await lambda.stop()
  }
}
