import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetRuntimeManagementConfigTests {
  @Test func isAutoUnlessSet() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetRuntimeManagementConfig.self) {
      $0[GetRuntimeManagementConfig.Input.functionName] = "f"
    }
    #expect(shown[GetRuntimeManagementConfig.Output.updateRuntimeOn] == "Auto")
    await lambda.stop()
  }
}
