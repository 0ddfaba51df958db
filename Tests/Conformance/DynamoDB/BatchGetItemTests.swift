import Testing

@testable import DynamoDB

@Suite struct BatchGetItemTests {
  @Test func readsFromSeveralTables() async throws {
    let house = try DynamoDBHouse()
    await house.table("one")
    await house.table("two", sort: "N")
    _ = await house.call("PutItem", #"{"TableName":"one","Item":{"p":{"S":"a"},"x":{"N":"1"}}}"#)
    _ = await house.call("PutItem", #"{"TableName":"two","Item":{"p":{"S":"b"},"c":{"N":"2"},"x":{"N":"3"}}}"#)
    let answer = await house.call(
      "BatchGetItem",
      #"{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"one":{"Keys":[{"p":{"S":"a"}},{"p":{"S":"none"}}],"ConsistentRead":true},"two":{"Keys":[{"p":{"S":"b"},"c":{"N":"2.0"}}],"ProjectionExpression":"x"}}}"#
    )
    #expect(
      answer
        == #"{"ConsumedCapacity":[{"CapacityUnits":2.0,"TableName":"one"},{"CapacityUnits":0.5,"TableName":"two"}],"Responses":{"one":[{"p":{"S":"a"},"x":{"N":"1"}}],"two":[{"x":{"N":"3"}}]},"UnprocessedKeys":{}}"#
    )
  }

  /// Past 16 MB the rest of the keys comes back.
  @Test func leavesWhatDoesNotFit() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let filler = String(repeating: "x", count: 400_000)
    for index in 0..<45 {
      _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(index)"},"x":{"S":"\#(filler)"}}}"#)
    }
    let keys = (0..<45).map { #"{"p":{"S":"\#($0)"}}"# }.joined(separator: ",")
    let answer = await house.call(
      "BatchGetItem", #"{"RequestItems":{"tab":{"Keys":[\#(keys)],"ProjectionExpression":"p"}}}"#)
    #expect(answer.contains(#""UnprocessedKeys":{"tab":{"Keys":[{"p":{"S":"41"}},"#))
    #expect(answer.contains(#"{"p":{"S":"44"}}],"ProjectionExpression":"p"}}}"#))
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error("BatchGetItem", #"{"RequestItems":{"tab":{"Keys":[{"p":{"S":"a"}},{"p":{"S":"a"}}]}}}"#)
        == "ValidationException: Provided list of item keys contains duplicates")
    #expect(
      await house.error("BatchGetItem", #"{"RequestItems":{"tab":{"Keys":[{"p":{"N":"1"}}]}}}"#)
        == "ValidationException: The provided key element does not match the schema")
    #expect(await house.send("BatchGetItem", #"{"RequestItems":{"tab":{"Keys":[]}}}"#).status == 400)
  }
}
