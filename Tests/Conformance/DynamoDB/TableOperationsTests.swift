import Testing

@testable import DynamoDB

@Suite struct DeleteTableTests {
  @Test func forgetsTableAndItems() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for index in 0..<700 {
      _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(index)"}}}"#)
    }
    let deleted = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    #expect(deleted.contains(#""TableStatus":"DELETING""#))
    #expect(!deleted.contains("KeySchema"))
    #expect(
      await house.error("DescribeTable", #"{"TableName":"tab"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: tab not found")
    #expect(
      await house.error("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"1"}}}"#)
        == "ResourceNotFoundException: Requested resource not found")
    // A table made again under the name does not see the old items.
    await house.table()
    #expect(await house.call("Scan", #"{"TableName":"tab"}"#) == #"{"Count":0,"Items":[],"ScannedCount":0}"#)
  }
}

@Suite struct ListTablesTests {
  @Test func pagesInOrderOfNames() async throws {
    let house = try DynamoDBHouse()
    for name in ["ccc", "aaa", "bbb"] { await house.table(name) }
    #expect(await house.call("ListTables", "{}") == #"{"TableNames":["aaa","bbb","ccc"]}"#)
    #expect(
      await house.call("ListTables", #"{"Limit":2}"#)
        == #"{"LastEvaluatedTableName":"bbb","TableNames":["aaa","bbb"]}"#)
    #expect(
      await house.call("ListTables", #"{"ExclusiveStartTableName":"bbb"}"#) == #"{"TableNames":["ccc"]}"#)
    let other = await house.send("ListTables", "{}", account: "111111111111")
    #expect(other.body == #"{"TableNames":[]}"#)
    #expect(await house.send("ListTables", #"{"Limit":0}"#).status == 400)
  }
}

@Suite struct DescribeTableTests {
  @Test func countsItemsAndBytes() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"S":"1234567"}}}"#)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"b"}}}"#)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"x":{"S":"123"}}}"#)
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"b"}}}"#)
    let described = await house.call("DescribeTable", #"{"TableName":"tab"}"#)
    #expect(described.contains(#""TableSizeBytes":6,"ItemCount":1,"#))
  }
}

@Suite struct DescribeLimitsTests {
  @Test func answers() async throws {
    let house = try DynamoDBHouse()
    #expect(await house.call("DescribeLimits", "{}").contains(#""TableMaxReadCapacityUnits":40000"#))
  }
}

@Suite struct DescribeEndpointsTests {
  @Test func answersWhereItIs() async throws {
    let house = try DynamoDBHouse()
    #expect(
      await house.call("DescribeEndpoints", "{}")
        == #"{"Endpoints":[{"Address":"127.0.0.1:4566","CachePeriodInMinutes":1440}]}"#)
  }
}

@Suite struct SweepTests {
  /// Items of a deleted table are taken from the store in pages, behind the answer; other tables' items stay.
  @Test func deletedTablesAreSwept() async throws {
    let house = try DynamoDBHouse()
    await house.table("kept")
    await house.table("gone")
    for start in stride(from: 0, to: 1200, by: 25) {
      let requests = (start..<(start + 25)).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }
      let list = requests.joined(separator: ",")
      _ = await house.call("BatchWriteItem", #"{"RequestItems":{"gone":[\#(list)]}}"#)
    }
    _ = await house.call("PutItem", #"{"TableName":"kept","Item":{"p":{"S":"k"}}}"#)
    #expect(await house.rows() == 1201)
    _ = await house.call("DeleteTable", #"{"TableName":"gone"}"#)
    for _ in 0..<1000 where await house.rows() > 1 { await Task.yield() }
    #expect(await house.rows() == 1)
    #expect(await house.call("Scan", #"{"TableName":"kept","Select":"COUNT"}"#) == #"{"Count":1,"ScannedCount":1}"#)
  }
}
