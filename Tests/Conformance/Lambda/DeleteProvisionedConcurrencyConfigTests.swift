import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteProvisionedConcurrencyConfigTests {
  @Test func takesItAway() async throws {
    let lambda = try LambdaHouse()
    try await lambda.makeProvisioned()
    #expect(try await lambda.provisionedARNs() == ["arn:aws:lambda:us-east-1:000000000000:function:f:1"])
    _ = try await lambda.house.call(DeleteProvisionedConcurrencyConfig.self) {
      $0[DeleteProvisionedConcurrencyConfig.Input.functionName] = "f"
      $0[DeleteProvisionedConcurrencyConfig.Input.qualifier] = "1"
    }
    #expect(try await lambda.provisionedARNs() == [])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = await lambda.wire(
      "PUT", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1", #"{"ProvisionedConcurrentExecutions":1}"#)
    #expect(
      await lambda.wire("DELETE", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2019-09-30/functions/f/provisioned-concurrency")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'qualifier'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
