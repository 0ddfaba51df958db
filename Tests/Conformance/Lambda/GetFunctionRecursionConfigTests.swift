import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionRecursionConfigTests {
  @Test func terminatesUnlessSet() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetFunctionRecursionConfig.self) {
      $0[GetFunctionRecursionConfig.Input.functionName] = "f"
    }
    #expect(shown[GetFunctionRecursionConfig.Output.recursiveLoop] == "Terminate")
    await lambda.stop()
  }
}
