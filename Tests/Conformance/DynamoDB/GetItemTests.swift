import Testing

@testable import DynamoDB

@Suite struct GetItemTests {
  @Test func readsPartsOfAnItem() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "PutItem",
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"a":{"N":"1"},"m":{"M":{"x":{"N":"2"},"y":{"N":"3"}}},"size":{"N":"4"}}}"#
    )
    func get(_ more: String) async -> String {
      await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}}\#(more)}"#)
    }
    #expect(
      await get(##","ProjectionExpression":"m.y, #s","ExpressionAttributeNames":{"#s":"size"}"##)
        == #"{"Item":{"m":{"M":{"y":{"N":"3"}}},"size":{"N":"4"}}}"#)
    #expect(await get(#","AttributesToGet":["a","none"]"#) == #"{"Item":{"a":{"N":"1"}}}"#)
    #expect(await get(#","ProjectionExpression":"zz""#) == #"{"Item":{}}"#)
    #expect(
      await get(#","ProjectionExpression":"a","ReturnConsumedCapacity":"TOTAL""#)
        == #"{"ConsumedCapacity":{"CapacityUnits":0.5,"TableName":"tab"},"Item":{"a":{"N":"1"}}}"#)
    #expect(await get(#","ConsistentRead":true,"ReturnConsumedCapacity":"TOTAL""#).contains(#""CapacityUnits":1.0"#))
    #expect(await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"none"}}}"#) == "{}")
  }

  static let refusals: [(String, String)] = [
    (#""Key":{"p":{"N":"1"}}"#, "The provided key element does not match the schema"),
    (#""Key":{}"#, "The provided key element does not match the schema"),
    (#""Key":{"p":{"S":"k"},"q":{"S":"x"}}"#, "The provided key element does not match the schema"),
    (
      #""Key":{"p":{"S":"k"}},"ProjectionExpression":"p.x""#,
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: p"
    ),
    (
      #""Key":{"p":{"S":"k"}},"AttributesToGet":["a","a"]"#,
      "One or more parameter values were invalid: Duplicate value in attribute name: a"
    ),
    (
      ##""Key":{"p":{"S":"k"}},"ProjectionExpression":"a","ExpressionAttributeNames":{"#b":"b"}"##,
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}"
    ),
    (
      #""Key":{"p":{"S":"k"}},"ProjectionExpression":"""#,
      "Invalid ProjectionExpression: The expression can not be empty;"
    ),
  ]

  @Test(arguments: GetItemTests.refusals)
  func refuses(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await house.error("GetItem", #"{"TableName":"tab",\#(members)}"#) == "ValidationException: \(message)")
  }

  /// The same number, however it is written, is the same key.
  @Test func numbersAsKeys() async throws {
    let house = try DynamoDBHouse()
    await house.table(sort: "N")
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"k"},"c":{"N":"1e3"}}}"#)
    for text in ["1000", "1E+3", "1000.0", "001000", "+1000"] {
      #expect(
        await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"k"},"c":{"N":"\#(text)"}}}"#)
          == #"{"Item":{"p":{"S":"k"},"c":{"N":"1000"}}}"#)
    }
  }
}
