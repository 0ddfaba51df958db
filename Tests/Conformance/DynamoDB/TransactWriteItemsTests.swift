import Protocols
import Testing

@testable import DynamoDB

@Suite struct TransactWriteItemsTests {
  private static func transact(_ house: DynamoDBHouse, _ items: String, _ more: String = "") async
    -> DynamoDBHouse.Answer
  {
    await house.send("TransactWriteItems", #"{"TransactItems":[\#(items)]\#(more)}"#)
  }

  private static func put(_ key: String, _ more: String = "", item: String = "") -> String {
    #"{"Put":{"TableName":"tab","Item":{"p":{"S":"\#(key)"}\#(item)}\#(more)}}"#
  }

  private static func update(_ key: String, _ expression: String, _ values: String) -> String {
    #"{"Update":{"TableName":"tab","Key":{"p":{"S":"\#(key)"}},"UpdateExpression":"\#(expression)","ExpressionAttributeValues":{\#(values)}}}"#
  }

  private static func get(_ house: DynamoDBHouse, _ key: String) async -> String {
    await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"\#(key)"}}}"#)
  }

  @Test func doesAllOrNothing() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let all = await Self.transact(
      house,
      [
        Self.put("a", item: #","n":{"N":"1"}"#), Self.update("b", "SET n = :one", #"":one":{"N":"1"}"#),
        #"{"ConditionCheck":{"TableName":"tab","Key":{"p":{"S":"c"}},"ConditionExpression":"attribute_not_exists(p)"}}"#,
        #"{"Delete":{"TableName":"tab","Key":{"p":{"S":"d"}}}}"#,
      ].joined(separator: ","), #","ReturnConsumedCapacity":"INDEXES""#)
    #expect(
      all.body
        == #"{"ConsumedCapacity":[{"CapacityUnits":8.0,"Table":{"CapacityUnits":8.0,"WriteCapacityUnits":8.0},"TableName":"tab","WriteCapacityUnits":8.0}]}"#
    )
    #expect(await Self.get(house, "b") == #"{"Item":{"p":{"S":"b"},"n":{"N":"1"}}}"#)
    let none = await Self.transact(
      house,
      [
        Self.put("x"),
        Self.put(
          "a", #","ConditionExpression":"attribute_not_exists(p)","ReturnValuesOnConditionCheckFailure":"ALL_OLD""#),
        Self.update("b", "SET n = n + :s", #"":s":{"N":"9"}"#),
        Self.update("y", "SET n = absent + :s", #"":s":{"N":"9"}"#),
      ].joined(separator: ","))
    #expect(
      none.body
        == #"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, ValidationError]","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Item":{"p":{"S":"a"},"n":{"N":"1"}},"Message":"The conditional request failed"},{"Code":"None"},{"Code":"ValidationError","Message":"The provided expression refers to an attribute that does not exist in the item"}]}"#
    )
    #expect(await Self.get(house, "x") == "{}")
    #expect(await Self.get(house, "b") == #"{"Item":{"p":{"S":"b"},"n":{"N":"1"}}}"#)
  }

  /// Recorded from AWS: a replay is charged as a read; a token stays bound to its payload even after a cancelled
  /// transaction, which may be sent again.
  @Test func aTokenStandsForOnePayload() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"n":{"N":"1"}}}"#)
    let add = Self.update("a", "ADD n :one", #"":one":{"N":"1"}"#)
    let token = #","ClientRequestToken":"t1","ReturnConsumedCapacity":"TOTAL""#
    #expect(
      await Self.transact(house, add, token).body
        == #"{"ConsumedCapacity":[{"CapacityUnits":2.0,"TableName":"tab","WriteCapacityUnits":2.0}]}"#)
    #expect(
      await Self.transact(house, add, token).body
        == #"{"ConsumedCapacity":[{"CapacityUnits":2.0,"ReadCapacityUnits":2.0,"TableName":"tab"}]}"#)
    #expect(await Self.get(house, "a") == #"{"Item":{"p":{"S":"a"},"n":{"N":"2"}}}"#)
    #expect(
      await Self.transact(house, Self.put("b"), token).error
        == "IdempotentParameterMismatchException: The provided client token was already used with different parameters."
    )
    let only = Self.put("a", #","ConditionExpression":"attribute_not_exists(p)""#)
    let second = #","ClientRequestToken":"t2""#
    #expect(await Self.transact(house, only, second).error.hasPrefix("TransactionCanceledException"))
    #expect(await Self.transact(house, add, second).error.hasPrefix("IdempotentParameterMismatchException"))
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    #expect(await Self.transact(house, only, second).status == 200)
    // What is refused as such binds nothing.
    let third = #","ClientRequestToken":"t3""#
    #expect(
      await Self.transact(house, Self.put("c") + "," + Self.put("c"), third).error.hasPrefix("ValidationException"))
    #expect(await Self.transact(house, Self.put("c"), third).status == 200)
  }

  static let refusals: [(String, String)] = [
    (
      "",
      "ValidationException: 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ),
    ("{}", "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete"),
    (
      put("a") + "," + put("a"),
      "ValidationException: Transaction request cannot include multiple operations on one item"
    ),
    (
      put("a", #","ConditionExpression":"hello!""#),
      #"ValidationException: Invalid ConditionExpression: Syntax error; token: "!", near: "hello!""#
    ),
    (
      #"{"Put":{"TableName":"none","Item":{"p":{"S":"a"}}}}"#,
      "ResourceNotFoundException: Requested resource not found"
    ),
    (
      #"{"Put":{"TableName":"tab","Item":{"p":{"N":"7"}}}},{"Put":{"TableName":"tab","Item":{"p":{"N":"8"}}}}"#,
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError, None]"
    ),
    (
      update("a", "SET p = :p", #"":p":{"S":"x"}"#),
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]"
    ),
  ]

  @Test(arguments: refusals)
  func refuses(items: String, error: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await Self.transact(house, items).error == error)
    #expect(await house.rows() == 0)
  }
}
