import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateAliasTests {
  @Test func endsARouting() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    let stale = await lambda.house.error(UpdateAlias.self) {
      $0[UpdateAlias.Input.functionName] = "f"
      $0[UpdateAlias.Input.name] = "live"
      $0[UpdateAlias.Input.revisionID] = "no"
    }
    #expect(stale?.status == 412)
    let missing = await lambda.house.error(UpdateAlias.self) {
      $0[UpdateAlias.Input.functionName] = "f"
      $0[UpdateAlias.Input.name] = "none"
    }
    #expect(missing?.message == "Alias not found: arn:aws:lambda:us-east-1:000000000000:function:f:none")
    let updated = try await lambda.house.call(UpdateAlias.self) {
      $0[UpdateAlias.Input.functionName] = "f"
      $0[UpdateAlias.Input.name] = "live"
      $0[UpdateAlias.Input.description] = "d"
      $0[UpdateAlias.Input.routingConfig] = .with { $0[AliasRoutingConfiguration.additionalVersionWeights] = [:] }
    }
    #expect(updated[AliasConfiguration.description] == "d")
    #expect(updated[AliasConfiguration.routingConfig] == nil)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    #expect(
      await lambda.wire(
        "PUT", "/2015-03-31/functions/f/aliases/live",
        #"{"Description":"d","RoutingConfig":{"AdditionalVersionWeights":{}}}"#)
          == #"""
          200
          {"AliasArn":"arn:aws:lambda:us-east-1:000000000000:function:f:live",
          "Name":"live",
          "FunctionVersion":"1",
          "Description":"d",
          "RevisionId":"<id>"}
          """#)
    #expect(
      await lambda.wire("PUT", "/2015-03-31/functions/f/aliases/none", #"{}"#)
        == #"""
        404 ResourceNotFoundException
        {"message":"Alias not found: arn:aws:lambda:us-east-1:000000000000:function:f:none",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
