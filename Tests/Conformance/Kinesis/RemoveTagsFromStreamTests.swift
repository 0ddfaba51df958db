import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct RemoveTagsFromStreamTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(RemoveTagsFromStream.self)?.contains(
        "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null")
        == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"a":"1"}}"#)
    #expect(
      await house.wire("RemoveTagsFromStream", #"{"StreamName":"s","TagKeys":["a"]}"#)
        == "200")
    #expect(
      await house.wire("RemoveTagsFromStream", #"{"StreamName":"s","TagKeys":[]}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '[]' at 'tagKeys'
        failed to satisfy constraint: Member must have length greater than or equal to 1"}
        """#)
  }
}
