import Testing

@testable import DynamoDB

@Suite struct TransactGetItemsTests {
  private static func get(_ key: String, _ more: String = "") -> String {
    #"{"Get":{"TableName":"tab","Key":{\#(key)}\#(more)}}"#
  }

  @Test func readsInOrder() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let big = String(repeating: "x", count: 5000)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"n":{"N":"1"},"m":{"N":"2"}}}"#)
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"b"},"x":{"S":"\#(big)"}}}"#)
    let gets = [
      Self.get(#""p":{"S":"b"}"#, #","ProjectionExpression":"p""#), Self.get(#""p":{"S":"none"}"#),
      Self.get(#""p":{"S":"a"}"#, ##","ProjectionExpression":"#n","ExpressionAttributeNames":{"#n":"n"}"##),
    ]
    #expect(
      await house.call(
        "TransactGetItems",
        #"{"TransactItems":[\#(gets.joined(separator: ","))],"ReturnConsumedCapacity":"TOTAL"}"#)
        == #"{"ConsumedCapacity":[{"CapacityUnits":8.0,"ReadCapacityUnits":8.0,"TableName":"tab"}],"Responses":[{"Item":{"p":{"S":"b"}}},{},{"Item":{"n":{"N":"1"}}}]}"#
    )
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let one = Self.get(#""p":{"S":"a"}"#)
    #expect(
      await house.error("TransactGetItems", #"{"TransactItems":[\#(one),\#(one)]}"#)
        == "ValidationException: Transaction request cannot include multiple operations on one item")
    let wrong = await house.send("TransactGetItems", #"{"TransactItems":[\#(one),\#(Self.get(#""q":{"S":"a"}"#))]}"#)
    #expect(
      wrong.body.hasSuffix(
        #""CancellationReasons":[{"Code":"None"},{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]}"#
      ))
    #expect(
      await house.error("TransactGetItems", #"{"TransactItems":[{"Get":{"TableName":"none","Key":{"p":{"S":"a"}}}}]}"#)
        == "ResourceNotFoundException: Requested resource not found")
  }
}
