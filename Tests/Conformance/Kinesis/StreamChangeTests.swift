import Protocols
import Support
import Testing

@testable import Kinesis

/// What waits for a stream's UPDATING to end is kept as text.
@Suite struct StreamChangeTests {
  @Test(arguments: [
    StreamChange.mode("ON_DEMAND"), .retention(hours: 48), .maxRecordSize(kib: 2048), .encryption(keyID: nil),
    .encryption(keyID: "arn:aws:kms:us-east-1:1:key/a b"), .metrics([]), .metrics(["IncomingBytes", "OutgoingBytes"]),
    .warmThroughput(7), .split(shard: 3, at: .last), .merge(shard: 1, adjacent: 2), .resize(9),
  ]) func readsBack(change: StreamChange) {
    #expect(StreamChange(text: change.text) == change)
  }

  @Test func comesIntoEffectAfterARestart() async throws {
    let folder = try TemporaryFolder()
    var house = try KinesisHouse(delay: 60_000, path: folder.path + "/k.sqlite", starts: true)
    try await house.create(shards: 2)
    await house.house.advance(milliseconds: 60_000)
    try await house.untilStatus("ACTIVE")
    try await house.put("before", hash: "0")
    try await house.split(at: "1000")
    let consumer = try await house.register()
    #expect(try await house.shards().count == 2)
    await house.house.stop()
    house = try KinesisHouse(delay: 60_000, path: folder.path + "/k.sqlite", starts: true)
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "UPDATING")
    await house.house.advance(milliseconds: 200_000)
    try await house.untilStatus("ACTIVE")
    #expect(try await house.shards().count == 4)
    #expect(try await house.data() == ["before"])
    #expect(
      try await house.call(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerARN] = consumer }[
        DescribeStreamConsumer.Output.consumerDescription][DescribeStreamConsumer.ConsumerDescription.consumerStatus]
        == "ACTIVE")
    await house.house.stop()
  }
}
