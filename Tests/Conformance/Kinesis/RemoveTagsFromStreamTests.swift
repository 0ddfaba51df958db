import Protocols
import Support
import Testing

@testable import Kinesis

/// Its behaviour is in StreamTagsTests, with that of its family; here its shape.
@Suite struct RemoveTagsFromStreamTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(RemoveTagsFromStream.self)?.contains(
        "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null")
        == true)
  }
}
