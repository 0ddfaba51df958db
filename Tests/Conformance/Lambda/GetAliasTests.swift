import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetAliasTests {
  @Test func namesTheMissingAlias() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let missing = await lambda.house.error(GetAlias.self) {
      $0[GetAlias.Input.functionName] = "f"
      $0[GetAlias.Input.name] = "none"
    }
    #expect(missing?.message == "Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:f:none")
    #expect(missing?.status == 404)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/aliases/live")
        == #"""
        200
        {"AliasArn":"arn:aws:lambda:us-east-1:000000000000:function:f:live",
        "Name":"live",
        "FunctionVersion":"1",
        "Description":"",
        "RevisionId":"<id>"}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/aliases/%20")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value ' ' at 'name'
        failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"}
        """#)
    await lambda.stop()
  }
}
