import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DeleteStreamTests {
  private func refusal(_ house: KinesisHouse, enforcing: Bool? = nil) async -> String? {
    await house.refusal(DeleteStream.self) {
      $0[DeleteStream.Input.streamName] = "s"
      $0[DeleteStream.Input.enforceConsumerDeletion] = enforcing
    }
  }

  @Test func consumersHoldItUnlessTheyAreToGoToo() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    let held =
      "ResourceInUseException: DeleteStream can't delete 000000000000:s because there are consumers associated with this "
      + "data stream. To delete s anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all "
      + "the consumers that are associated with it."
    #expect(await refusal(house) == held)
    #expect(await refusal(house, enforcing: false) == held)
    #expect(await refusal(house, enforcing: true) == nil)
    let gone = "ResourceNotFoundException: Stream s under account 000000000000 not found."
    #expect(await refusal(house) == gone)
    try await house.create()
    #expect(try await house.summary()[KinesisHouse.Summary.consumerCount] == 0)
    #expect(
      await house.refusal(DescribeStreamConsumer.self) { $0[DescribeStreamConsumer.Input.consumerARN] = consumer }
        == "ResourceNotFoundException: Consumer c under stream: s, account 000000000000 not found.")
  }

  @Test func itsRecordsAreSweptAndASuccessorBeginsAnew() async throws {
    let house = try await KinesisHouse.withStream()
    for number in 0..<700 { try await house.put("\(number)") }
    let iterator = try await house.iterator()
    #expect(await refusal(house) == nil)
    #expect(
      await house.refusal(GetRecords.self) { $0[GetRecords.Input.shardIterator] = iterator }
        == "ResourceNotFoundException: Shard shardId-000000000000 in stream s under account 000000000000 does not exist"
    )
    try await house.create()
    #expect(try await house.data() == [])
    #expect(await house.storedRecords() == 700)
    await house.sweep()
    #expect(await house.storedRecords() == 0)
  }

  @Test func itPassesThroughDeleting() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    #expect(await refusal(house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "DELETING")
    #expect(!(try await house.summary().has(KinesisHouse.Summary.openShardCount)))
    #expect(await refusal(house) == nil)
    #expect(
      await house.refusal(PutRecord.self) {
        $0[PutRecord.Input.streamName] = "s"
        $0[PutRecord.Input.partitionKey] = "k"
        $0[PutRecord.Input.data] = Blob([])
      } == "ResourceNotFoundException: Stream s under account 000000000000 not found.")
    await house.house.advance(milliseconds: 60_000)
    try await eventually { await refusal(house)?.hasPrefix("ResourceNotFoundException") == true }
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("DeleteStream", #"{"StreamName":"s"}"#)
        == "200")
    #expect(
      await house.wire("DeleteStream", #"{"StreamName":"s"}"#)
        == #"""
        400
        {"__type":"ResourceNotFoundException",
        "message":"Stream s under account 000000000000 not found."}
        """#)
  }
}
