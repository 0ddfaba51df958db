import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct AddTagsToStreamTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(AddTagsToStream.self)?.contains(
        "Value null at 'tags' failed to satisfy constraint: Member must not be null")
        == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"a":"1"}}"#)
        == "200")
    #expect(
      await house.wire("ListTagsForStream", #"{"StreamName":"s"}"#)
        == #"""
        200
        {"HasMoreTags":false,
        "Tags":[{"Key":"a",
        "Value":"1"}]}
        """#)
    #expect(
      await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"aws:x":"1"}}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"Some tag keys in the request started with 'aws:'. System tags cannot be modified."}
        """#)
  }
}
