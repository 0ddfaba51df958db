import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListProvisionedConcurrencyConfigsTests {
  @Test func namesTheVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c): return 1")
    _ = try await lambda.publish()
    _ = try await lambda.house.call(PutProvisionedConcurrencyConfig.self) {
      $0[PutProvisionedConcurrencyConfig.Input.functionName] = "f"
      $0[PutProvisionedConcurrencyConfig.Input.qualifier] = "1"
      $0[PutProvisionedConcurrencyConfig.Input.provisionedConcurrentExecutions] = 1
    }
    func listed() async throws -> [String?]? {
      try await lambda.house.call(ListProvisionedConcurrencyConfigs.self) {
        $0[ListProvisionedConcurrencyConfigs.Input.functionName] = "f"
      }[ListProvisionedConcurrencyConfigs.Output.provisionedConcurrencyConfigs]?.map {
        $0[ListProvisionedConcurrencyConfigs.Item.functionARN]
      }
    }
    #expect(try await listed() == ["arn:aws:lambda:us-east-1:000000000000:function:f:1"])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/f/provisioned-concurrency?List=ALL")
        == #"""
        200
        {"ProvisionedConcurrencyConfigs":[]}
        """#)
    #expect(
      await lambda.wire("GET", "/2019-09-30/functions/g/provisioned-concurrency?List=ALL")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
