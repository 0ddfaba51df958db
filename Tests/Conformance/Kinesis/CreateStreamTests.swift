import Protocols
import Runtime
import Support
import Testing

@testable import Kinesis

@Suite struct CreateStreamTests {
  @Test func makesShardsThatCoverTheHashSpace() async throws {
    let house = try TestHouse { [try KinesisService($0, $1)] }
    _ = try await house.call(CreateStream.self) {
      $0[CreateStream.Input.streamName] = "three"
      $0[CreateStream.Input.shardCount] = 3
    }
    let shards = try await house.call(ListShards.self) { $0[ListShards.Input.streamName] = "three" }
    let ranges = try #require(shards[ListShards.Output.shards]).map { $0[Shard.hashKeyRange] }
    #expect(
      ranges.map { $0[HashKeyRange.startingHashKey] } == [
        "0", "113427455640312821154458202477256070485", "226854911280625642308916404954512140970",
      ])
    #expect(ranges.last?[HashKeyRange.endingHashKey] == "340282366920938463463374607431768211455")
  }

  @Test func refusesASecondOfTheSameName() async throws {
    let house = try TestHouse { [try KinesisService($0, $1)] }
    let fill: (inout Values<CreateStream.Input>) -> Void = {
      $0[CreateStream.Input.streamName] = "one"
      $0[CreateStream.Input.shardCount] = 1
    }
    _ = try await house.call(CreateStream.self, fill)
    let error = await house.error(CreateStream.self, fill)
    #expect(error?.code == "ResourceInUseException")
    #expect(error?.message == "Stream one under account 000000000000 already exists.")
    // Names of one region never show in another.
    _ = try await house.call(CreateStream.self, region: "eu-west-1", fill)
  }

  @Test func reportsEveryViolationAtOnce() async throws {
    let house = try TestHouse { [try KinesisService($0, $1)] }
    let error = await house.error(CreateStream.self) {
      $0[CreateStream.Input.streamName] = "a b"
      $0[CreateStream.Input.shardCount] = 0
    }
    #expect(
      error?.message
        == "2 validation errors detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value "
        + "greater than or equal to 1; Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy "
        + "regular expression pattern: [a-zA-Z0-9_.-]+")
  }

  @Test func onTheWire() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.wire("CreateStream", #"{"StreamName":"s","ShardCount":1,"Tags":{"a":"b"}}"#)
        == "200")
    #expect(
      await house.wire("CreateStream", #"{"StreamName":"s","ShardCount":0}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '0' at 'shardCount'
        failed to satisfy constraint: Member must have value greater than or equal to 1"}
        """#)
    #expect(
      await house.wire("CreateStream", #"{"StreamName":"s","ShardCount":1}"#)
        == #"""
        400
        {"__type":"ResourceInUseException",
        "message":"Stream s under account 000000000000 already exists."}
        """#)
  }
}
