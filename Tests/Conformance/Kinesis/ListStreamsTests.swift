import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct ListStreamsTests {
  private func page(
    _ house: KinesisHouse, _ fill: (inout Values<ListStreams.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<ListStreams.Output> { try await house.call(ListStreams.self, fill) }

  @Test func pagesByTokenAndByName() async throws {
    let house = try KinesisHouse()
    for name in ["b", "a", "C"] { try await house.create(name) }
    let first = try await page(house) { $0[ListStreams.Input.limit] = 2 }
    #expect(first[ListStreams.Output.streamNames] == ["C", "a"])
    #expect(first[ListStreams.Output.hasMoreStreams])
    #expect(
      first[ListStreams.Output.streamSummaries]?.map { $0[ListStreams.StreamSummary.streamStatus] } == [
        "ACTIVE", "ACTIVE",
      ])
    let token = try #require(first[ListStreams.Output.nextToken])
    let second = try await page(house) { $0[ListStreams.Input.nextToken] = token }
    #expect(second[ListStreams.Output.streamNames] == ["b"] && !second.has(ListStreams.Output.nextToken))
    let after = try await page(house) { $0[ListStreams.Input.exclusiveStartStreamName] = "aa" }
    #expect(after[ListStreams.Output.streamNames] == ["b"])
    #expect(
      await house.refusal(ListStreams.self) {
        $0[ListStreams.Input.nextToken] = token
        $0[ListStreams.Input.exclusiveStartStreamName] = "a"
      } == "InvalidArgumentException: ExclusiveStartStreamName and NextToken cannot be provided together.")
    #expect(
      await house.refusal(ListStreams.self) { $0[ListStreams.Input.nextToken] = "x" }
        == "InvalidArgumentException: Invalid NextToken.")
    await house.house.advance(milliseconds: 301_000)
    #expect(
      await house.refusal(ListStreams.self) { $0[ListStreams.Input.nextToken] = token }?
        .hasPrefix("ExpiredNextTokenException: ") == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.create("t")
    #expect(
      await house.wire("ListStreams", #"{"ExclusiveStartStreamName":"s","Limit":1}"#)
        == #"""
        200
        {"HasMoreStreams":false,
        "StreamNames":["t"],
        "StreamSummaries":[{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/t",
        "StreamCreationTimestamp":<time>,
        "StreamModeDetails":{"StreamMode":"PROVISIONED"},
        "StreamName":"t",
        "StreamStatus":"ACTIVE"}]}
        """#)
    #expect(
      await house.wire("ListStreams", #"{"Limit":1,"NextToken":"x","ExclusiveStartStreamName":"s"}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"ExclusiveStartStreamName and NextToken cannot be provided together."}
        """#)
  }
}
