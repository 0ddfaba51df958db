import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListAliasesTests {
  @Test func ofOneVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("b", "1")
    _ = try await lambda.alias("a", "$LATEST")
    func names(_ version: String?) async throws -> [String?]? {
      try await lambda.house.call(ListAliases.self) {
        $0[ListAliases.Input.functionName] = "f"
        $0[ListAliases.Input.functionVersion] = version
      }[ListAliases.Output.aliases]?.map { $0[AliasConfiguration.name] }
    }
    #expect(try await names(nil) == ["a", "b"])
    #expect(try await names("1") == ["b"])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/aliases?FunctionVersion=1")
        == #"""
        200
        {"Aliases":[{"AliasArn":"arn:aws:lambda:us-east-1:000000000000:function:f:live",
        "Name":"live",
        "FunctionVersion":"1",
        "Description":"",
        "RevisionId":"<id>"}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/aliases?MaxItems=0")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '0' at 'maxItems'
        failed to satisfy constraint: Member must have value greater than or equal to 1"}
        """#)
    await lambda.stop()
  }
}
