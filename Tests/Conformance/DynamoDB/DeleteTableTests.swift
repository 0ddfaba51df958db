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
