import Protocols
import Support
import Testing

@testable import Kinesis

/// Its behaviour is in StreamTagsTests, with that of its family; here its shape.
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
}
