import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutProvisionedConcurrencyConfigTests {
  @Test func isRefusedForLatestAndForTwoWays() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c): return 1")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    func put(_ qualifier: String) async -> String? {
      await lambda.house.error(PutProvisionedConcurrencyConfig.self) {
        $0[PutProvisionedConcurrencyConfig.Input.functionName] = "f"
        $0[PutProvisionedConcurrencyConfig.Input.qualifier] = qualifier
        $0[PutProvisionedConcurrencyConfig.Input.provisionedConcurrentExecutions] = 1
      }?.message
    }
    #expect(
      await put("$LATEST") == "Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
    #expect(await put("none") == "Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:f:none")
    #expect(await put("1") == nil)
    #expect(
      await put("live")
        == "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    #expect(
      await lambda.wire(
        "PUT", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1", #"{"ProvisionedConcurrentExecutions":1}"#)
          == #"""
          202
          {"RequestedProvisionedConcurrentExecutions":1,
          "AvailableProvisionedConcurrentExecutions":0,
          "AllocatedProvisionedConcurrentExecutions":0,
          "Status":"IN_PROGRESS",
          "LastModified":"<time>"}
          """#)
    #expect(
      await lambda.wire(
        "PUT", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1", #"{"ProvisionedConcurrentExecutions":0}"#)
          == #"""
          400 ValidationException
          {"message":"1 validation error detected: Value '0' at 'provisionedConcurrentExecutions'
          failed to satisfy constraint: Member must have value greater than or equal to 1"}
          """#)
    await lambda.stop()
  }
}
