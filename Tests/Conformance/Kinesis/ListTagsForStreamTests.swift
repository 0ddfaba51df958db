import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct ListTagsForStreamTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(ListTagsForStream.self) { $0[ListTagsForStream.Input.streamName] = "none" }
        == "ResourceNotFoundException: Stream none under account 000000000000 not found.")
    #expect(
      await house.refusal(ListTagsForStream.self) {
        $0[ListTagsForStream.Input.streamName] = "none"
        $0[ListTagsForStream.Input.limit] = 51
      }?.contains("Value '51' at 'limit' failed to satisfy constraint") == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"a":"1"}}"#)
    #expect(
      await house.wire("ListTagsForStream", #"{"StreamName":"s"}"#)
        == #"""
        200
        {"HasMoreTags":false,
        "Tags":[{"Key":"a",
        "Value":"1"}]}
        """#)
    #expect(
      await house.wire("ListTagsForStream", #"{"StreamName":"s","Limit":51}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '51' at 'limit'
        failed to satisfy constraint: Member must have value less than or equal to 50"}
        """#)
  }
}
