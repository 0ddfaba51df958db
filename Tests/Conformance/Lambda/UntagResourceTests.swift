import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UntagResourceTests {
  @Test func takesTheNamedOnes() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
    _ = try await lambda.house.call(TagResource.self) {
      $0[TagResource.Input.resource] = arn
      $0[TagResource.Input.tags] = ["a": "1", "b": "2"]
    }
    _ = try await lambda.house.call(UntagResource.self) {
      $0[UntagResource.Input.resource] = arn
      $0[UntagResource.Input.tagKeys] = ["a", "none"]
    }
    let left = try await lambda.house.call(ListTags.self) { $0[ListTags.Input.resource] = arn }
    #expect(left[ListTags.Output.tags] == ["b": "2"])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "DELETE", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f?tagKeys=a&tagKeys=b")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'tagKeys'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
