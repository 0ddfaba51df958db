import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutRuntimeManagementConfigTests {
  @Test func manualNeedsAVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let without = await lambda.house.error(PutRuntimeManagementConfig.self) {
      $0[PutRuntimeManagementConfig.Input.functionName] = "f"
      $0[PutRuntimeManagementConfig.Input.updateRuntimeOn] = "Manual"
    }
    #expect(without?.code == "InvalidParameterValueException")
    await lambda.stop()
  }
}
