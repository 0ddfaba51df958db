import Testing

@testable import DynamoDB

/// `--dynamodb-throttle`, with the emulator's clock frozen and moved on.
@Suite struct ThrottleTests {
  /// A table of 2 read and 3 write units with a global index of 1 and 1.
  private static func house() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse(throttles: true)
    await house.freezeClock()
    _ = await house.call(
      "CreateTable",
      #"""
      {"TableName":"tab","ProvisionedThroughput":{"ReadCapacityUnits":2,"WriteCapacityUnits":3},
      "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"GlobalSecondaryIndexes":[{"IndexName":"idx",
      "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},
      "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}]}
      """#)
    return house
  }

  private static func put(_ house: DynamoDBHouse, _ key: String, _ more: String = "") async -> DynamoDBHouse.Answer {
    await house.send("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(key)"}\#(more)}}"#)
  }

  private static func advance(_ house: DynamoDBHouse, seconds: Int64) async {
    await house.advanceClock(milliseconds: seconds * 1000)
  }

  @Test func writesAreHeldToTheTable() async throws {
    let house = try await Self.house()
    for key in 0..<3 { #expect(await Self.put(house, "\(key)").status == 200) }
    let refused = await Self.put(house, "3")
    #expect(
      refused.body
        == #"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.","ThrottlingReasons":[{"reason":"TableWriteProvisionedThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:000000000000:table/tab"}]}"#
    )
    #expect(await house.rows() == 3)
    await Self.advance(house, seconds: 1)
    #expect(await Self.put(house, "3").status == 200)
    // Unused units are kept for bursts.
    await Self.advance(house, seconds: 10)
    for key in 0..<30 { #expect(await Self.put(house, "b\(key)").status == 200) }
  }

  @Test func writesAreHeldToTheIndex() async throws {
    let house = try await Self.house()
    #expect(await Self.put(house, "a", #","g":{"S":"1"}"#).status == 200)
    let refused = await Self.put(house, "b", #","g":{"S":"1"}"#)
    #expect(refused.body.contains(#""reason":"IndexWriteProvisionedThroughputExceeded""#))
    #expect(refused.body.contains("table/tab/index/idx"))
    // What does not touch the index is not held to it.
    #expect(await Self.put(house, "b").status == 200)
    #expect(await house.rows() == 3)
  }

  @Test func batchesLeaveTheRest() async throws {
    let house = try await Self.house()
    let puts = (0..<5).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
    let batch = #"{"RequestItems":{"tab":[\#(puts)]}}"#
    #expect(
      await house.call("BatchWriteItem", batch)
        == #"{"UnprocessedItems":{"tab":[{"PutRequest":{"Item":{"p":{"S":"3"}}}},{"PutRequest":{"Item":{"p":{"S":"4"}}}}]}}"#
    )
    #expect(
      await house.error("BatchWriteItem", batch).hasPrefix("ProvisionedThroughputExceededException: The level of"))
    let keys = (0..<5).map { #"{"p":{"S":"\#($0)"}}"# }.joined(separator: ",")
    let reads = #"{"RequestItems":{"tab":{"ConsistentRead":true,"Keys":[\#(keys)]}}}"#
    let answer = await house.call("BatchGetItem", reads)
    #expect(answer.contains(#""Responses":{"tab":[{"p":{"S":"0"}},{"p":{"S":"1"}}]}"#))
    #expect(answer.contains(#"{"p":{"S":"2"}},{"p":{"S":"3"}},{"p":{"S":"4"}}"#))
    #expect(await house.error("BatchGetItem", reads).hasPrefix("ProvisionedThroughputExceededException: The level of"))
  }

  @Test func transactionsAreCancelled() async throws {
    let house = try await Self.house()
    let puts = (0..<2).map { #"{"Put":{"TableName":"tab","Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
    #expect(await house.send("TransactWriteItems", #"{"TransactItems":[\#(puts)]}"#).status == 200)
    let refused = await house.error("TransactWriteItems", #"{"TransactItems":[\#(puts)]}"#)
    #expect(refused.hasSuffix("[ProvisionedThroughputExceeded, ProvisionedThroughputExceeded]"))
  }

  @Test func readsAreHeldToTheTable() async throws {
    let house = try await Self.house()
    let get = #"{"TableName":"tab","Key":{"p":{"S":"a"}},"ConsistentRead":true}"#
    for _ in 0..<2 { #expect(await house.call("GetItem", get) == "{}") }
    #expect(await house.error("GetItem", get).hasPrefix("ProvisionedThroughputExceededException"))
    #expect(await house.error("Scan", #"{"TableName":"tab"}"#).hasPrefix("ProvisionedThroughputExceededException"))
    #expect(await house.call("Scan", #"{"TableName":"tab","IndexName":"idx"}"#).contains(#""Count":0"#))
  }

  @Test func onDemandTablesAreHeldToTheirMaximum() async throws {
    let house = try DynamoDBHouse(throttles: true)
    await house.freezeClock()
    await house.table()
    for key in 0..<50 { #expect(await Self.put(house, "\(key)").status == 200) }
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","OnDemandThroughput":{"MaxWriteRequestUnits":1}}"#)
    #expect(await Self.put(house, "a").status == 200)
    #expect(
      await Self.put(house, "b").body
        == #"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Throughput exceeds the maximum OnDemandThroughput configured on table or index","throttlingReasons":[{"reason":"TableWriteMaxOnDemandThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:000000000000:table/tab"}]}"#
    )
  }
}
