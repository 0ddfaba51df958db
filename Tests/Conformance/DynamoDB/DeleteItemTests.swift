import Testing

@testable import DynamoDB

@Suite struct DeleteItemTests {
  @Test func deletesOnceAndReturnsTheOldItem() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"k"},"v":{"N":"1"}}}"#)
    let delete = #"{"TableName":"tab","Key":{"p":{"S":"k"}},"ReturnValues":"ALL_OLD""#
    #expect(
      await house.error(
        "DeleteItem", delete + #","ConditionExpression":"v = :v","ExpressionAttributeValues":{":v":{"N":"2"}}}"#)
        == "ConditionalCheckFailedException: The conditional request failed")
    #expect(await house.call("DeleteItem", delete + "}") == #"{"Attributes":{"p":{"S":"k"},"v":{"N":"1"}}}"#)
    #expect(await house.call("DeleteItem", delete + "}") == "{}")
    #expect(await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}}}"#) == "{}")
    #expect(
      await house.error("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}},"ReturnValues":"UPDATED_OLD"}"#)
        == "ValidationException: ReturnValues can only be ALL_OLD or NONE")
  }
}
