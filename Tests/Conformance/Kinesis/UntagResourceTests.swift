import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in StreamTagsTests, with that of its family; here what is its own.
@Suite struct UntagResourceTests {
  @Test func refusesWhatIsMissing() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(UntagResource.self)?.contains(
        "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null")
        == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire("AddTagsToStream", #"{"StreamName":"s","Tags":{"a":"1"}}"#)
    #expect(
      await house.wire(
        "UntagResource",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","TagKeys":["a"]}"#)
        == "200")
    #expect(
      await house.wire(
        "UntagResource",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","TagKeys":["aws:x"]}"#)
          == #"""
          400
          {"__type":"InvalidArgumentException",
          "message":"Some tag keys in the request started with 'aws:'. System tags cannot be modified."}
          """#)
  }
}
