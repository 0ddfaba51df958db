import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListTagsTests {
  @Test func aVersionHasNone() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let version = await lambda.house.error(ListTags.self) {
      $0[ListTags.Input.resource] = "arn:aws:lambda:us-east-1:000000000000:function:f:1"
    }
    #expect(
      version?.message == "Tags on function aliases and versions are not supported. Please specify a function ARN.")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f")
        == #"""
        200
        {"Tags":{}}
        """#)
    #expect(
      await lambda.wire("GET", "/2017-03-31/tags/x")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'x' at 'resource'
        failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)"}
        """#)
    await lambda.stop()
  }
}
