import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

@Suite struct GetRecordsTests {
  @Test func tellsRealChangesOnlyAndInOrder() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    for body in [
      #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"N":"101"}}}"#,
      #"{"TableName":"tab","Item":{"x":{"N":"101"},"p":{"S":"a"}}}"#,
      #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"N":"102"}}}"#,
    ] { _ = await house.call("PutItem", body) }
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    _ = await house.error(
      "PutItem",
      #"{"TableName":"tab","Item":{"p":{"S":"b"}},"ConditionExpression":"attribute_exists(p)"}"#)
    let records = try await house.records(of: arn)
    #expect(records.compactMap { $0["eventName"]?.string } == ["INSERT", "MODIFY", "REMOVE"])
    let insert = try #require(records.first)
    #expect(insert["eventVersion"]?.string == "1.1")
    #expect(insert["eventSource"]?.string == "aws:dynamodb")
    #expect(insert["awsRegion"]?.string == "us-east-1")
    #expect(insert["eventID"]?.string?.utf8.count == 32)
    #expect(insert["userIdentity"] == nil)
    let change = insert["dynamodb"]
    #expect(change?["Keys"]?.text == #"{"p":{"S":"a"}}"#)
    #expect(change?["NewImage"]?.text == #"{"p":{"S":"a"},"x":{"N":"101"}}"#)
    #expect(change?["OldImage"] == nil)
    #expect(change?["StreamViewType"]?.string == "NEW_AND_OLD_IMAGES")
    // Keys: 1 + 1; the new image: that and 1 + 3.
    #expect(change?["SizeBytes"]?.int == 8)
    #expect(records[2]["dynamodb"]?["OldImage"]?["x"]?["N"]?.string == "102")
    let numbers = records.compactMap { $0["dynamodb"]?["SequenceNumber"]?.string }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
    #expect(numbers.allSatisfy { $0.utf8.count == 21 })
  }

  @Test(arguments: [("KEYS_ONLY", false, false), ("NEW_IMAGE", true, false), ("OLD_IMAGE", false, true)])
  func viewTypes(_ view: String, _ hasNew: Bool, _ hasOld: Bool) async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable(view: view)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"N":"1"}}}"#)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"N":"2"}}}"#)
    let record = try #require(try await house.records(of: arn).last?["dynamodb"])
    #expect((record["NewImage"] != nil) == hasNew)
    #expect((record["OldImage"] != nil) == hasOld)
    #expect(record["Keys"] != nil)
  }

  @Test func pagesByLimit() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    for number in 0..<5 { _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(number)"}}}"#) }
    let shard = try #require(try await house.shards(of: arn).first?["ShardId"]?.string)
    let first = try await house.stream(
      "GetRecords", #"{"ShardIterator":"\#(try await house.iterator(arn, shard))","Limit":3}"#)
    #expect(first["Records"]?.array?.count == 3)
    let next = try #require(first["NextShardIterator"]?.string)
    #expect(try await house.stream("GetRecords", #"{"ShardIterator":"\#(next)"}"#)["Records"]?.array?.count == 2)
  }

  @Test func refusesWhatIsNoIteratorOrAnOldOne() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    let shard = try #require(try await house.shards(of: arn).first?["ShardId"]?.string)
    let iterator = try await house.iterator(arn, shard)
    #expect(
      await house.streamError("GetRecords", #"{"ShardIterator":"made up"}"#)
        == "ValidationException: Invalid ShardIterator")
    #expect(
      await house.streamError("GetRecords", #"{"ShardIterator":"\#(iterator)","Limit":1001}"#).contains("limit"))
    await house.house.advance(milliseconds: 15 * 60_000 + 1)
    #expect(
      await house.streamError("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#).hasPrefix(
        "ExpiredIteratorException"))
  }

  /// Records, then shards and streams, go a day after by the emulator's clock; what was disabled stays so long.
  @Test func recordsStayADay() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    await house.house.advance(milliseconds: 23 * 3_600_000)
    #expect(try await house.records(of: arn).count == 1)
    await house.house.advance(milliseconds: 3_600_000)
    await house.house.advance(milliseconds: 60_000)
    for _ in 0..<2000 where await !house.streamError("DescribeStream", #"{"StreamArn":"\#(arn)"}"#).hasPrefix("Res") {
      await Task.yield()
    }
    #expect(
      await house.streamError("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)
        == "ResourceNotFoundException: Requested resource not found: Stream: \(arn) not found")
  }
}
