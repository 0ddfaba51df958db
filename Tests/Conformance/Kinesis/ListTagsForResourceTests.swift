import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct ListTagsForResourceTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(ListTagsForResource.self)?.contains(
        "Value null at 'resourceARN' failed to satisfy constraint: Member must not be null")
        == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"a":"1"}}"#)
    #expect(
      await house.wire(
        "ListTagsForResource",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
          == #"""
          200
          {"Tags":[{"Key":"a",
          "Value":"1"}]}
          """#)
    #expect(
      await house.wire("ListTagsForResource", #"{}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value null at 'resourceARN'
        failed to satisfy constraint: Member must not be null"}
        """#)
  }
}
