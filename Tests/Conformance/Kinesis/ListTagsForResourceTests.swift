import Protocols
import Support
import Testing

@testable import Kinesis

/// Its behaviour is in StreamTagsTests, with that of its family; here its shape.
@Suite struct ListTagsForResourceTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(ListTagsForResource.self)?.contains(
        "Value null at 'resourceARN' failed to satisfy constraint: Member must not be null")
        == true)
  }
}
