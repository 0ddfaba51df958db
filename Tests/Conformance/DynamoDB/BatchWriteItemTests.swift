import Testing

@testable import DynamoDB

@Suite struct BatchWriteItemTests {
  @Test func putsAndDeletesInSeveralTables() async throws {
    let house = try DynamoDBHouse()
    await house.table("one")
    await house.table("two")
    _ = await house.call("PutItem", #"{"TableName":"two","Item":{"p":{"S":"gone"}}}"#)
    let answer = await house.call(
      "BatchWriteItem",
      #"{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"one":[{"PutRequest":{"Item":{"p":{"S":"a"}}}},{"PutRequest":{"Item":{"p":{"S":"b"}}}}],"two":[{"DeleteRequest":{"Key":{"p":{"S":"gone"}}}},{"PutRequest":{"Item":{"p":{"S":"c"}}}}]}}"#
    )
    #expect(
      answer
        == #"{"ConsumedCapacity":[{"CapacityUnits":2.0,"TableName":"one"},{"CapacityUnits":2.0,"TableName":"two"}],"UnprocessedItems":{}}"#
    )
    #expect(
      await house.call("Scan", #"{"TableName":"two"}"#) == #"{"Count":1,"Items":[{"p":{"S":"c"}}],"ScannedCount":1}"#)
    #expect(await house.call("DescribeTable", #"{"TableName":"one"}"#).contains(#""ItemCount":2"#))
  }

  static let refusals: [(String, String)] = [
    (
      #"{"tab":[{"PutRequest":{"Item":{"p":{"S":"a"}}}},{"DeleteRequest":{"Key":{"p":{"S":"a"}}}}]}"#,
      "Provided list of item keys contains duplicates"
    ),
    (#"{"tab":[{"PutRequest":{"Item":{"q":{"S":"a"}}}}]}"#, "The provided key element does not match the schema"),
    (
      #"{"tab":[{"PutRequest":{"Item":{"p":{"S":"a"},"x":{"NS":[]}}}}]}"#,
      "One or more parameter values were invalid: An number set  may not be empty"
    ),
    (
      #"{"tab":[{}]}"#,
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    ),
  ]

  /// One bad request refuses the batch, and nothing of it is written.
  @Test(arguments: BatchWriteItemTests.refusals)
  func refuses(items: String, message: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await house.table("also")
    let body = #"{"RequestItems":{"also":[{"PutRequest":{"Item":{"p":{"S":"x"}}}}],\#(items.dropFirst())}"#
    #expect(await house.error("BatchWriteItem", body) == "ValidationException: \(message)")
    #expect(await house.call("Scan", #"{"TableName":"also","Select":"COUNT"}"#) == #"{"Count":0,"ScannedCount":0}"#)
  }

  @Test func limits() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let requests = (0..<26).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
    #expect(
      await house.error("BatchWriteItem", #"{"RequestItems":{"tab":[\#(requests)]}}"#).contains(
        "less than or equal to 25"))
    #expect(await house.send("BatchWriteItem", #"{"RequestItems":{}}"#).status == 400)
    #expect(
      await house.error("BatchWriteItem", #"{"RequestItems":{"none":[{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}}"#)
        == "ResourceNotFoundException: Requested resource not found")
  }
}
