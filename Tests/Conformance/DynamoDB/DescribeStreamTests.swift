import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

@Suite struct DescribeStreamTests {
  @Test func describes() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable(view: "KEYS_ONLY", isOnDemand: true)
    let description = try #require(
      try await house.stream("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"])
    #expect(description["StreamStatus"]?.string == "ENABLED")
    #expect(description["StreamViewType"]?.string == "KEYS_ONLY")
    #expect(description["TableName"]?.string == "tab")
    #expect(description["KeySchema"]?.text == #"[{"AttributeName":"p","KeyType":"HASH"}]"#)
    let label = try #require(description["StreamLabel"]?.string)
    #expect(arn.hasSuffix("table/tab/stream/" + label) && label.utf8.count == 23)
    let shards = description["Shards"]?.array ?? []
    #expect(shards.count == 4)
    let ids = shards.compactMap { $0["ShardId"]?.string }
    #expect(ids == ids.sorted())
    #expect(ids.allSatisfy { $0.hasPrefix("shardId-0000000") && $0.utf8.count == 37 })
    #expect(shards[0]["SequenceNumberRange"]?["StartingSequenceNumber"]?.string?.utf8.count == 21)
    #expect(shards[0]["SequenceNumberRange"]?["EndingSequenceNumber"] == nil)
  }

  @Test func pagesOfShards() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable(isOnDemand: true)
    let first = try await house.stream("DescribeStream", #"{"StreamArn":"\#(arn)","Limit":3}"#)["StreamDescription"]
    let last = try #require(first?["LastEvaluatedShardId"]?.string)
    let rest = try await house.stream(
      "DescribeStream", #"{"StreamArn":"\#(arn)","ExclusiveStartShardId":"\#(last)"}"#)["StreamDescription"]
    #expect(first?["Shards"]?.array?.count == 3)
    #expect(rest?["Shards"]?.array?.count == 1 && rest?["LastEvaluatedShardId"] == nil)
  }

  /// After four hours a shard is closed and a child follows it, whether something was written or not.
  @Test func shardsRoll() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    await house.house.advance(milliseconds: 4 * 3_600_000)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"b"}}}"#)
    let shards = try await house.shards(of: arn)
    #expect(shards.count == 2)
    let parent = try #require(shards[0]["ShardId"]?.string)
    #expect(shards[1]["ParentShardId"]?.string == parent)
    let records = try await house.records(of: arn)
    #expect(records.count == 2)
    #expect(
      shards[0]["SequenceNumberRange"]?["EndingSequenceNumber"] == records[0]["dynamodb"]?["SequenceNumber"])
    let children = try await house.stream(
      "DescribeStream",
      #"{"StreamArn":"\#(arn)","ShardFilter":{"Type":"CHILD_SHARDS","ShardId":"\#(parent)"}}"#)
    #expect(children["StreamDescription"]?["Shards"]?.array?.count == 1)
  }

  @Test func staysAfterItsTable() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    let description = try await house.stream("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
    #expect(description?["StreamStatus"]?.string == "DISABLED")
    #expect(try await house.records(of: arn).count == 1)
    // A table made again under the name has another stream.
    #expect(try await house.streamedTable() != arn)
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    let none = "arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/2026-01-01T00:00:00.000"
    #expect(
      await house.streamError("DescribeStream", #"{"StreamArn":"\#(none)"}"#)
        == "ResourceNotFoundException: Requested resource not found: Stream: \(none) not found")
    #expect(
      await house.streamError(
        "DescribeStream", #"{"StreamArn":"not an ARN, however long it may be made to be"}"#)
        == "ValidationException: Invalid StreamArn")
    #expect(
      await house.streamError("DescribeStream", #"{"StreamArn":"short"}"#).contains(
        "Member must have length greater than or equal to 37"))
  }
}
