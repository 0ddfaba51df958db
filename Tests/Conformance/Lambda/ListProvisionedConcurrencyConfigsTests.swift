import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListProvisionedConcurrencyConfigsTests {
  @Test func namesTheVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.makeProvisioned()
    #expect(try await lambda.provisionedARNs() == ["arn:aws:lambda:us-east-1:000000000000:function:f:1"])
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
