import Protocols
import Testing

@testable import DynamoDB

@Suite struct GetShardIteratorTests {
  @Test func eachType() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    for name in ["a", "b", "c"] {
      _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(name)"}}}"#)
    }
    let shard = try #require(try await house.shards(of: arn).first?["ShardId"]?.string)
    let numbers = try await house.records(of: arn).compactMap { $0["dynamodb"]?["SequenceNumber"]?.string }
    func count(_ type: String, _ more: String = "") async throws -> Int? {
      let iterator = try await house.iterator(arn, shard, type, more)
      #expect(iterator.hasPrefix(arn + "|1|"))
      return try await house.stream("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)["Records"]?.array?.count
    }
    #expect(try await count("TRIM_HORIZON") == 3)
    #expect(try await count("LATEST") == 0)
    #expect(try await count("AT_SEQUENCE_NUMBER", #","SequenceNumber":"\#(numbers[1])""#) == 2)
    #expect(try await count("AFTER_SEQUENCE_NUMBER", #","SequenceNumber":"\#(numbers[1])""#) == 1)
    let start = try #require(
      try await house.shards(of: arn).first?["SequenceNumberRange"]?["StartingSequenceNumber"]?.string)
    #expect(try await count("AT_SEQUENCE_NUMBER", #","SequenceNumber":"\#(start)""#) == 3)
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    let shard = try #require(try await house.shards(of: arn).first?["ShardId"]?.string)
    func error(_ shard: String, _ type: String, _ more: String = "") async -> String {
      await house.streamError(
        "GetShardIterator", #"{"StreamArn":"\#(arn)","ShardId":"\#(shard)","ShardIteratorType":"\#(type)"\#(more)}"#)
    }
    #expect(await error(shard, "AT_SEQUENCE_NUMBER").hasPrefix("ValidationException"))
    #expect(
      await error(shard, "LATEST", #","SequenceNumber":"100000000000000000001""#).hasPrefix("ValidationException"))
    #expect(
      await error(shard, "AT_SEQUENCE_NUMBER", #","SequenceNumber":"199999999999999999999""#).hasPrefix(
        "ValidationException"))
    #expect(
      await error("shardId-00000000000000000000-00000000", "LATEST").hasPrefix("ResourceNotFoundException"))
    #expect(await error(shard, "SOMEWHERE").contains("Member must satisfy enum value set"))
  }

  @Test func sequenceNumbersKeepTheirOrder() {
    let number = StreamSequenceNumber(shard: 7, counter: 12)
    #expect(StreamSequenceNumber(number.text) == number)
    #expect(number.text < StreamSequenceNumber(shard: 7, counter: 13).text)
    #expect(number.text < StreamSequenceNumber(shard: 8, counter: 0).text)
    #expect(StreamSequenceNumber("99") == nil)
    let iterator = StreamIterator(streamARN: "arn", shard: 1, counter: 2, issued: 3)
    #expect(StreamIterator(iterator.text) == iterator)
    #expect(StreamIterator(iterator.text.replacing("arn", with: "arx")) == nil)
  }
}
