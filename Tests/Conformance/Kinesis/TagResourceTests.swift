import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct TagResourceTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(TagResource.self)?.contains(
        "Value null at 'tags' failed to satisfy constraint: Member must not be null")
        == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "TagResource",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Tags":{"a":"1"}}"#)
        == "200")
    #expect(
      await house.wire(
        "TagResource",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Tags":{}}"#)
          == #"""
          400
          {"__type":"ValidationException",
          "message":"1 validation error detected: Value '{}' at 'tags'
          failed to satisfy constraint: Member must have length greater than or equal to 1"}
          """#)
  }
}
