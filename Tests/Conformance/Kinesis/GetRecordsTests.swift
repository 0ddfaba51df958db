import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct GetRecordsTests {
  @Test func pagesAndTheirEnd() async throws {
    let house = try await KinesisHouse.withStream()
    for number in 0..<5 { try await house.put("\(number)") }
    let first = try await house.page(house.iterator(), limit: 3)
    #expect(first[GetRecords.Output.records].count == 3)
    let next = try #require(first[GetRecords.Output.nextShardIterator])
    let second = try await house.page(next)
    #expect(second[GetRecords.Output.records].count == 2)
    #expect(second[GetRecords.Output.millisBehindLatest] == 0)
    // An open shard's tip gives an iterator for what is to come.
    let tip = try await house.page(try #require(second[GetRecords.Output.nextShardIterator]))
    #expect(tip[GetRecords.Output.records].isEmpty && tip[GetRecords.Output.millisBehindLatest] == 0)
    try await house.put("5")
    let late = try await house.page(try #require(tip[GetRecords.Output.nextShardIterator]))
    #expect(late[GetRecords.Output.records].map { $0[Record.data].bytes } == [Array("5".utf8)])
  }

  @Test func tenMebibytesAPage() async throws {
    let house = try await KinesisHouse.withStream()
    let large = String(repeating: "x", count: 1_000_000)
    for _ in 0..<12 { try await house.put(large) }
    // The limit is checked before a record is added (recorded from AWS).
    let page = try await house.page(house.iterator())
    #expect(page[GetRecords.Output.records].count == 11)
  }

  @Test func behindTheTipItCountsWholeSeconds() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    for number in 0..<2 { try await house.put("\(number)") }
    await house.house.advance(milliseconds: 9400)
    let behind = try #require(try await house.page(house.iterator(), limit: 1)[GetRecords.Output.millisBehindLatest])
    #expect(behind >= 9000 && behind % 1000 == 0)
  }

  @Test func iteratorsExpireAfterFiveMinutesAndForgeriesAreKnown() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    let iterator = try await house.iterator()
    #expect(iterator.utf8.count == 288 && iterator.hasPrefix("AAAAAAAAAA"))
    await house.house.advance(milliseconds: 299_000)
    _ = try await house.page(iterator)
    await house.house.advance(milliseconds: 2000)
    func refusal(_ iterator: String) async -> String? {
      await house.refusal(GetRecords.self) { $0[GetRecords.Input.shardIterator] = iterator }
    }
    let expired = try #require(await refusal(iterator))
    #expect(expired.hasPrefix("ExpiredIteratorException: Iterator expired. The iterator was created at time "))
    #expect(
      expired.contains(#/ at time [A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4} while right now it is /#))
    #expect(
      expired.hasSuffix(" which is further in the future than the tolerated delay of 300000 milliseconds."))
    #expect(await refusal("AAAA") == "InvalidArgumentException: Invalid ShardIterator.")
    var forged = Array(iterator)
    forged[40] = forged[40] == "A" ? "B" : "A"
    #expect(await refusal(String(forged)) == "InvalidArgumentException: Invalid ShardIterator.")
    for limit in [0, 10_001] as [Int32] {
      #expect(
        await house.refusal(GetRecords.self) {
          $0[GetRecords.Input.shardIterator] = iterator
          $0[GetRecords.Input.limit] = limit
        }?.contains("Value '\(limit)' at 'limit' failed to satisfy constraint") == true)
    }
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put("hola")
    let iterator = try await house.iterator()
    #expect(
      await house.wire("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        == #"""
        200
        {"MillisBehindLatest":0,
        "NextShardIterator":"<iterator>",
        "Records":[{"ApproximateArrivalTimestamp":<time>,
        "Data":"aG9sYQ==",
        "PartitionKey":"k",
        "SequenceNumber":"<number>"}]}
        """#)
    #expect(
      await house.wire("GetRecords", #"{"ShardIterator":"\#(iterator)","Limit":10001}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '10001' at 'limit'
        failed to satisfy constraint: Member must have value less than or equal to 10000"}
        """#)
    #expect(
      await house.wire("GetRecords", #"{"ShardIterator":"AAAA"}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"Invalid ShardIterator."}
        """#)
  }
}
