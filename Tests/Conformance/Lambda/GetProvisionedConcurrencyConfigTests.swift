import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetProvisionedConcurrencyConfigTests {
  @Test func becomesReady() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c): return 1")
    _ = try await lambda.publish()
    let missing = await lambda.house.error(GetProvisionedConcurrencyConfig.self) {
      $0[GetProvisionedConcurrencyConfig.Input.functionName] = "f"
      $0[GetProvisionedConcurrencyConfig.Input.qualifier] = "1"
    }
    #expect(missing?.code == "ProvisionedConcurrencyConfigNotFoundException")
    _ = try await lambda.house.call(PutProvisionedConcurrencyConfig.self) {
      $0[PutProvisionedConcurrencyConfig.Input.functionName] = "f"
      $0[PutProvisionedConcurrencyConfig.Input.qualifier] = "1"
      $0[PutProvisionedConcurrencyConfig.Input.provisionedConcurrentExecutions] = 1
    }
    #expect(
      await eventually {
        let shown = try? await lambda.house.call(GetProvisionedConcurrencyConfig.self) {
          $0[GetProvisionedConcurrencyConfig.Input.functionName] = "f"
          $0[GetProvisionedConcurrencyConfig.Input.qualifier] = "1"
        }
        return shown?[ProvisionedConcurrency.status] == "READY"
      })
    await lambda.stop()
  }
}
