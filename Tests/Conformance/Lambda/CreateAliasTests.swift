import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct CreateAliasTests {
  @Test func checksTheVersionsAndTheirWeights() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    let alias = try await lambda.alias("live", "1")
    #expect(alias[AliasConfiguration.aliasARN] == "arn:aws:lambda:us-east-1:000000000000:function:f:live")
    #expect(alias[AliasConfiguration.description] == "")
    func refused(_ version: String, _ weights: [String: Double]) async -> String? {
      await lambda.house.error(CreateAlias.self) {
        $0[CreateAlias.Input.functionName] = "f"
        $0[CreateAlias.Input.name] = "other"
        $0[CreateAlias.Input.functionVersion] = version
        $0[CreateAlias.Input.routingConfig] = .with { $0[AliasRoutingConfiguration.additionalVersionWeights] = weights }
      }?.message
    }
    #expect(await refused("9", [:]) == "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:9")
    #expect(
      await refused("1", ["1": 0.1])
        == "Invalid function version 1. Function version 1 is already included in routing configuration.")
    #expect(
      await refused("$LATEST", ["1": 0.1]) == "$LATEST is not supported for an alias pointing to more than 1 version")
    #expect(
      await refused("1", ["2": 0.1, "3": 0.1]) == "Number of items in AdditionalVersionWeights cannot be greater than 1"
    )
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    #expect(
      await lambda.wire(
        "POST", "/2015-03-31/functions/f/aliases", #"{"Name":"live","FunctionVersion":"1","Description":"d"}"#)
          == #"""
          201
          {"AliasArn":"arn:aws:lambda:us-east-1:000000000000:function:f:live",
          "Name":"live",
          "FunctionVersion":"1",
          "Description":"d",
          "RevisionId":"<id>"}
          """#)
    #expect(
      await lambda.wire("POST", "/2015-03-31/functions/f/aliases", #"{"Name":"1","FunctionVersion":"1"}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '1' at 'name'
        failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"}
        """#)
    await lambda.stop()
  }
}
