import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct PutRecordsTests {
  private typealias Entry = PutRecords.PutRecordsRequestEntry

  private func put(
    _ entries: [(key: String, data: [UInt8])], _ house: KinesisHouse
  ) async throws(AWSError) -> Values<PutRecords.Output> {
    try await house.call(PutRecords.self) {
      $0[PutRecords.Input.streamName] = "s"
      $0[PutRecords.Input.records] = entries.map { entry in
        .with {
          $0[Entry.partitionKey] = entry.key
          $0[Entry.data] = Blob(entry.data)
        }
      }
    }
  }

  private func refusal(_ entries: [(key: String, data: [UInt8])], _ house: KinesisHouse) async -> String? {
    do throws(AWSError) {
      _ = try await put(entries, house)
      return nil
    } catch {
      return "\(error.code): \(error.message ?? "")"
    }
  }

  @Test func oneInvalidEntryRefusesThemAll() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await refusal([("a", []), ("", [])], house)
        == "ValidationException: 1 validation error detected: Value '' at 'records.2.member.partitionKey' failed to satisfy "
        + "constraint: Member must have length greater than or equal to 1")
    #expect(await refusal([], house)?.contains("Value '[]' at 'records' failed to satisfy constraint") == true)
    #expect(await refusal([(key: String, data: [UInt8])](repeating: ("k", []), count: 501), house) != nil)
    #expect(try await house.data() == [])
  }

  @Test func tenMebibytesACall() async throws {
    let house = try await KinesisHouse.withStream()
    let part = [UInt8](repeating: 1, count: (1 << 20) - 1)
    #expect(await refusal([(key: String, data: [UInt8])](repeating: ("k", part), count: 10), house) == nil)
    #expect(await refusal([(key: String, data: [UInt8])](repeating: ("k", part), count: 11), house) != nil)
  }

  /// Records that exceed a shard's rate fail alone; the others are in.
  @Test func theRateOfAShardFailsRecordsOneByOne() async throws {
    let house = try await KinesisHouse.withStream(shards: 2, throttles: true)
    await house.freeze()
    let half = [UInt8](repeating: 1, count: 1 << 19)
    let output = try await house.call(PutRecords.self) {
      $0[PutRecords.Input.streamName] = "s"
      $0[PutRecords.Input.records] = ["0", "0", "0", "340282366920938463463374607431768211455"].map { hash in
        .with {
          $0[Entry.partitionKey] = "k"
          $0[Entry.explicitHashKey] = hash
          $0[Entry.data] = Blob(half)
        }
      }
    }
    typealias Result = PutRecords.PutRecordsResultEntry
    #expect(output[PutRecords.Output.failedRecordCount] == 2)
    let results = output[PutRecords.Output.records]
    #expect(results.map { $0.has(Result.sequenceNumber) } == [true, false, false, true])
    #expect(results[1][Result.errorCode] == "ProvisionedThroughputExceededException")
    #expect(
      results[1][Result.errorMessage]
        == "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.")
    #expect(try await house.data().count == 1)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "PutRecords",
        #"{"StreamName":"s","Records":[{"PartitionKey":"k","Data":"aG9sYQ=="},{"PartitionKey":"l","Data":""}]}"#)
          == #"""
          200
          {"FailedRecordCount":0,
          "Records":[{"SequenceNumber":"<number>",
          "ShardId":"shardId-000000000000"},
          {"SequenceNumber":"<number>",
          "ShardId":"shardId-000000000000"}]}
          """#)
    #expect(
      await house.wire("PutRecords", #"{"StreamName":"s","Records":[]}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '[]' at 'records'
        failed to satisfy constraint: Member must have length greater than or equal to 1"}
        """#)
  }
}
