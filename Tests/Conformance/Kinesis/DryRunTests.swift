import Protocols
import Support
import Testing

@testable import Kinesis

/// DryRun, which is newer than the pinned model: the call is checked, answered with an error, and nothing is done (recorded
/// from AWS).
@Suite struct DryRunTests {
  private func succeeded(_ operation: String) -> String {
    """
    400
    {"__type":"DryRunOperationException",
    "message":"DryRunOperation validation succeeded while calling \(operation) operation.: Request would have succeeded, but DryRun flag is set."}
    """
  }

  @Test func nothingIsWritten() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("PutRecord", #"{"StreamName":"s","PartitionKey":"k","Data":"","DryRun":true}"#)
        == succeeded("PutRecord"))
    #expect(
      await house.wire(
        "PutRecords", #"{"StreamName":"s","Records":[{"PartitionKey":"k","Data":""}],"DryRun":true}"#)
        == succeeded("PutRecords"))
    #expect(await house.storedRecords() == 0)
    _ = await house.wire("PutRecord", #"{"StreamName":"s","PartitionKey":"k","Data":"","DryRun":false}"#)
    #expect(await house.storedRecords() == 1)
    #expect(
      await house.wire("PutRecord", #"{"StreamName":"t","PartitionKey":"k","Data":"","DryRun":true}"#)
        .contains("ResourceNotFoundException"))
  }

  @Test func someChecksAreLeftOut() async throws {
    let house = try await KinesisHouse.withStream()
    let iterator = try await house.iterator()
    #expect(
      await house.wire(
        "GetShardIterator",
        #"{"StreamName":"s","ShardId":"shardId-000000000009","ShardIteratorType":"LATEST","DryRun":true}"#)
        == succeeded("GetShardIterator"))
    let consumer = try await house.register()
    #expect(
      await house.wire(
        "SubscribeToShard",
        #"{"ConsumerARN":"\#(consumer)","ShardId":"\#(KinesisHouse.first)","StartingPosition":{"Type":"LATEST"},"DryRun":true}"#
      ) == succeeded("SubscribeToShard"))
    _ = await house.wire("DeleteStream", #"{"StreamName":"s","EnforceConsumerDeletion":true}"#)
    #expect(
      await house.wire("GetRecords", #"{"ShardIterator":"\#(iterator)","DryRun":true}"#) == succeeded("GetRecords"))
  }
}
