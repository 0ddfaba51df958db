import Testing

@testable import DynamoDB

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
