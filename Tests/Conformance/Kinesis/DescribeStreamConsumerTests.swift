import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DescribeStreamConsumerTests {
  private func description(
    _ house: KinesisHouse, _ fill: (inout Values<DescribeStreamConsumer.Input>) -> Void
  ) async throws(AWSError) -> [String] {
    let description = try await house.call(DescribeStreamConsumer.self, fill)[
      DescribeStreamConsumer.Output.consumerDescription]
    typealias D = DescribeStreamConsumer.ConsumerDescription
    return [
      description[D.consumerName], description[D.consumerARN], description[D.consumerStatus], description[D.streamARN],
    ]
  }

  @Test func byARNAndByName() async throws {
    let house = try await KinesisHouse.withStream()
    let arn = try await house.register()
    let expected = ["c", arn, "ACTIVE", KinesisHouse.arn]
    #expect(try await description(house) { $0[DescribeStreamConsumer.Input.consumerARN] = arn } == expected)
    #expect(
      try await description(house) {
        $0[DescribeStreamConsumer.Input.streamARN] = KinesisHouse.arn
        $0[DescribeStreamConsumer.Input.consumerName] = "c"
      } == expected)
  }

  @Test func refusesWhatNamesNone() async throws {
    let house = try await KinesisHouse.withStream()
    let arn = try await house.register()
    #expect(
      await house.refusal(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerName] = "c" }
        == "InvalidArgumentException: Specify ConsumerARN or both StreamARN and ConsumerName.")
    #expect(
      await house.refusal(DescribeStreamConsumer.self) {
        $0[DescribeStreamConsumer.Input.consumerARN] = arn
        $0[DescribeStreamConsumer.Input.consumerName] = "d"
      } == "InvalidArgumentException: ConsumerARN, ConsumerName and StreamARN must identify the same consumer.")
    #expect(
      await house.refusal(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerARN] = arn + "1" }
        == "ResourceNotFoundException: Consumer c under stream: s, account 000000000000 not found.")
    #expect(
      await house.refusal(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerARN] = "c" }?
        .contains(
          "at 'consumerARN' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(arn):")
        == true)
  }

  @Test func passesThroughItsStates() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    let arn = try await house.register()
    let status = { try await description(house) { $0[DescribeStreamConsumer.Input.consumerARN] = arn }[2] }
    #expect(try await status() == "CREATING")
    await house.house.advance(milliseconds: 60_000)
    try await eventually { try await status() == "ACTIVE" }
    _ = try await house.call(DeregisterStreamConsumer.self) { $0[DeregisterStreamConsumer.Input.consumerARN] = arn }
    #expect(try await status() == "DELETING")
    await house.house.advance(milliseconds: 60_000)
    try await eventually {
      await house.refusal(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerARN] = arn } != nil
    }
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    #expect(
      await house.wire("DescribeStreamConsumer", #"{"ConsumerARN":"\#(consumer)"}"#)
        == #"""
        200
        {"ConsumerDescription":{"ConsumerARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:<time>",
        "ConsumerCreationTimestamp":<time>,
        "ConsumerName":"c",
        "ConsumerStatus":"ACTIVE",
        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}}
        """#)
    #expect(
      await house.wire("DescribeStreamConsumer", #"{"ConsumerName":"c"}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"Specify ConsumerARN or both StreamARN and ConsumerName."}
        """#)
  }
}
