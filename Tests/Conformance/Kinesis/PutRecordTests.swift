import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct PutRecordTests {
  private func refusal(_ house: KinesisHouse, _ fill: (inout Values<PutRecord.Input>) -> Void) async -> String? {
    await house.refusal(PutRecord.self) {
      $0[PutRecord.Input.streamName] = "s"
      $0[PutRecord.Input.partitionKey] = "k"
      $0[PutRecord.Input.data] = Blob([])
      fill(&$0)
    }
  }

  @Test func theHashKeyDecidesTheShard() async throws {
    let house = try await KinesisHouse.withStream(shards: 4)
    // MD5 of "a" begins with 0c, of "z" with fb.
    #expect(try await house.put("", key: "a").shard == "shardId-000000000000")
    #expect(try await house.put("", key: "z").shard == "shardId-000000000003")
    #expect(
      try await house.put("", key: "a", hash: "340282366920938463463374607431768211455").shard == "shardId-000000000003"
    )
    #expect(
      await refusal(house) { $0[PutRecord.Input.explicitHashKey] = "340282366920938463463374607431768211456" }
        == "InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. "
        + "Specified value was 340282366920938463463374607431768211456")
    #expect(
      await refusal(house) { $0[PutRecord.Input.explicitHashKey] = "01" }?
        .contains(#"pattern: ^(0|([1-9]\d{0,38}))$"#) == true)
  }

  @Test func numbersGrowAndTellTheirShard() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    var last = ""
    for count in 0..<20 {
      let put = try await house.put("\(count)", hash: "0")
      #expect(put.number.count == 56 && put.number > last)
      last = put.number
      #expect(SequenceNumber(put.number)?.shardIndex == 0)
    }
    // Even when the clock goes back.
    await house.house.advance(milliseconds: -3_600_000)
    #expect(try await house.put("x", hash: "0").number > last)
  }

  /// Only its form is checked (recorded from AWS).
  @Test func theNumberForOrderingIsAnyNumber() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(await refusal(house) { $0[PutRecord.Input.sequenceNumberForOrdering] = "0" } == nil)
    #expect(
      await refusal(house) { $0[PutRecord.Input.sequenceNumberForOrdering] = "xyz" }
        == "ValidationException: 1 validation error detected: Value 'xyz' at 'sequenceNumberForOrdering' failed to "
        + #"satisfy constraint: Member must satisfy regular expression pattern: ^(0|([1-9]\d{0,128}))$"#)
  }

  @Test func dataAndKeyTogetherMustFit() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put(String(repeating: "x", count: 1_048_575))
    #expect(
      await refusal(house) { $0[PutRecord.Input.data] = Blob([UInt8](repeating: 0, count: 1_048_576)) }?
        .hasPrefix("ValidationException: ") == true)
    #expect(await refusal(house) { $0[PutRecord.Input.partitionKey] = "" } != nil)
    #expect(await refusal(house) { $0[PutRecord.Input.partitionKey] = String(repeating: "ñ", count: 256) } == nil)
    #expect(await refusal(house) { $0[PutRecord.Input.partitionKey] = String(repeating: "ñ", count: 257) } != nil)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("PutRecord", #"{"StreamName":"s","PartitionKey":"k","Data":"aG9sYQ=="}"#)
        == #"""
        200
        {"SequenceNumber":"<number>",
        "ShardId":"shardId-000000000000"}
        """#)
    #expect(
      await house.wire("PutRecord", #"{"StreamName":"s","PartitionKey":"","Data":"aG9sYQ=="}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '' at 'partitionKey'
        failed to satisfy constraint: Member must have length greater than or equal to 1"}
        """#)
  }
}
