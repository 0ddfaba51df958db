import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct TagResourceTests {
  private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:f"

  private func tags(_ lambda: LambdaHouse) async throws(AWSError) -> [String: String]? {
    try await lambda.house.call(ListTags.self) { $0[ListTags.Input.resource] = Self.arn }[ListTags.Output.tags]
  }

  @Test func tagsAndUntags() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.house.call(TagResource.self) {
      $0[TagResource.Input.resource] = Self.arn
      $0[TagResource.Input.tags] = ["a": "1", "b": "2"]
    }
    _ = try await lambda.house.call(UntagResource.self) {
      $0[UntagResource.Input.resource] = Self.arn
      $0[UntagResource.Input.tagKeys] = ["a", "none"]
    }
    #expect(try await tags(lambda) == ["b": "2"])
    let many = await lambda.house.error(TagResource.self) {
      $0[TagResource.Input.resource] = Self.arn
      $0[TagResource.Input.tags] = Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", "") })
    }
    #expect(many?.code == "InvalidParameterValueException")
    let system = await lambda.house.error(TagResource.self) {
      $0[TagResource.Input.resource] = Self.arn
      $0[TagResource.Input.tags] = ["aws:x": "1"]
    }
    #expect(system?.code == "InvalidParameterValueException")
    #expect(try await tags(lambda) == ["b": "2"])
    // The tags go with the function.
    _ = try await lambda.house.call(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f" }
    try await lambda.make("f", "x")
    #expect(try await tags(lambda) == [:])
    await lambda.stop()
  }

  @Test func refusesAMissingResource() async throws {
    let lambda = try LambdaHouse()
    let error = await lambda.house.error(ListTags.self) { $0[ListTags.Input.resource] = Self.arn }
    #expect(error?.message == "Function not found: \(Self.arn)")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "POST", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f", #"{"Tags":{"a":"b"}}"#)
        == "204")
    #expect(
      await lambda.wire("GET", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f")
        == #"""
        200
        {"Tags":{"a":"b"}}
        """#)
    #expect(
      await lambda.wire("POST", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f", #"{}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'tags'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
