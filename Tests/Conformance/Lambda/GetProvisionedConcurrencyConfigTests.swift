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
    try await lambda.provision()
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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1")
        == #"""
        404 ProvisionedConcurrencyConfigNotFoundException
        {"message":"No Provisioned Concurrency Config found for this function",
        "Type":"User"}
        """#)
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/f/provisioned-concurrency")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'qualifier'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
