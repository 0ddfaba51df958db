import Testing

@testable import DynamoDB

@Suite struct PutItemTests {
  /// Every type comes back as DynamoDB prints it.
  @Test func keepsEveryType() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let item =
      #"{"p":{"S":"k"},"s":{"S":"q\"\\é\n😀"},"e":{"S":""},"n":{"N":"1E2"},"n2":{"N":"-0012.5000"},"b":{"B":"AP8="},"t":{"BOOL":true},"f":{"BOOL":false},"z":{"NULL":true},"ss":{"SS":["b","a"]},"ns":{"NS":["1.0","2e0"]},"bs":{"BS":["AQ==",""]},"l":{"L":[{"N":"1"},{"L":[]},{"M":{}}]},"m":{"M":{"x":{"M":{"y":{"S":"deep"}}}}}}"#
    #expect(await house.call("PutItem", #"{"TableName":"tab","Item":\#(item)}"#) == "{}")
    let read = await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}}}"#)
    #expect(
      read
        == #"{"Item":{"p":{"S":"k"},"s":{"S":"q\"\\é\n😀"},"e":{"S":""},"n":{"N":"100"},"n2":{"N":"-12.5"},"b":{"B":"AP8="},"t":{"BOOL":true},"f":{"BOOL":false},"z":{"NULL":true},"ss":{"SS":["b","a"]},"ns":{"NS":["1","2"]},"bs":{"BS":["AQ==",""]},"l":{"L":[{"N":"1"},{"L":[]},{"M":{}}]},"m":{"M":{"x":{"M":{"y":{"S":"deep"}}}}}}}"#
    )
  }

  @Test func replacesAndReturnsTheOldItem() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let put = #"{"TableName":"tab","ReturnValues":"ALL_OLD","Item":{"p":{"S":"k"},"v":{"N":"#
    #expect(await house.call("PutItem", put + #""1"}}}"#) == "{}")
    #expect(await house.call("PutItem", put + #""2"}}}"#) == #"{"Attributes":{"p":{"S":"k"},"v":{"N":"1"}}}"#)
  }

  @Test func conditions() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let put =
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ConditionExpression":"attribute_not_exists(p)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"#
    #expect(await house.call("PutItem", put) == "{}")
    let failed = await house.send("PutItem", put)
    #expect(failed.status == 400)
    #expect(
      failed.body
        == #"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"p":{"S":"k"}}}"#
    )
    let legacy = #"{"TableName":"tab","Item":{"p":{"S":"k"}},"Expected":{"p":{"Exists":false}}}"#
    #expect(
      await house.error("PutItem", legacy) == "ConditionalCheckFailedException: The conditional request failed")
    // A failed condition leaves everything as it was.
    #expect(await house.call("Scan", #"{"TableName":"tab","Select":"COUNT"}"#) == #"{"Count":1,"ScannedCount":1}"#)
  }

  static let refusals: [(String, String)] = [
    (#"{"TableName":"none","Item":{"p":{"S":"k"}}}"#, "ResourceNotFoundException: Requested resource not found"),
    (
      #"{"TableName":"a b","Item":{"p":{"S":"k"}}}"#,
      "ValidationException: 1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
    ),
    (
      #"{"TableName":"tab"}"#,
      "ValidationException: 1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"TableName":"none","Item":{"p":{"S":"k"},"x":{"SS":[]}}}"#,
      "ValidationException: 1 validation error detected: One or more parameter values were invalid: An string set  may not be empty"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"SS":["a","a"]}}}"#,
      "ValidationException: 1 validation error detected: One or more parameter values were invalid: Input collection [a, a] contains duplicates."
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"NS":["1","1.0"]}}}"#,
      "ValidationException: 1 validation error detected: Input collection contains duplicates"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"N":"dog"}}}"#,
      "ValidationException: 1 validation error detected: The parameter cannot be converted to a numeric value: dog"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{}}}"#,
      "ValidationException: 1 validation error detected: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"S":"a","N":"1"}}}"#,
      "ValidationException: 1 validation error detected: Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"NULL":false}}}"#,
      "ValidationException: 1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the value of true"
    ),
    (
      #"{"TableName":"tab","Item":{"q":{"S":"k"}}}"#,
      "ValidationException: One or more parameter values were invalid: Missing the key p in the item"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"N":"1"}}}"#,
      "ValidationException: One or more parameter values were invalid: Type mismatch for key p expected: S actual: N"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":""}}}"#,
      "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"\#(String(repeating: "x", count: 2049))"}}}"#,
      "ValidationException: One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":{"S":"\#(String(repeating: "x", count: 409_600))"}}}"#,
      "ValidationException: Item size has exceeded the maximum allowed size"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ReturnValues":"ALL_NEW"}"#,
      "ValidationException: ReturnValues can only be ALL_OLD or NONE"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ExpressionAttributeValues":{":v":{"S":"x"}}}"#,
      "ValidationException: 1 validation error detected: ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"
    ),
    (
      ##"{"TableName":"tab","Item":{"p":{"S":"k"}},"ExpressionAttributeNames":{"#n":"x"}}"##,
      "ValidationException: ExpressionAttributeNames can only be specified when using expressions"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"Expected":{"p":{"Exists":false}},"ConditionExpression":"attribute_exists(p)"}"#,
      "ValidationException: 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ConditionExpression":"a = :v"}"#,
      "ValidationException: 1 validation error detected: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ConditionExpression":"a = :v","ExpressionAttributeValues":{"v":{"S":"x"}}}"#,
      "ValidationException: ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\""
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"}},"ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{"SS":[]}}}"#,
      "ValidationException: 1 validation error detected: ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"N":1}}}"#, "SerializationException: NUMBER_VALUE cannot be converted to String"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":true}}}"#,
      "SerializationException: TRUE_VALUE cannot be converted to String"
    ),
    (#"{"TableName":"tab","Item":{"p":"k"}}"#, "SerializationException: Unexpected value type in payload"),
    (
      #"{"TableName":"tab","Item":{"p":{"B":"abc"}}}"#,
      "SerializationException: Base64 encoded length is expected a multiple of 4 bytes but found: 3"
    ),
    (
      #"{"TableName":"tab","Item":{"p":{"S":"k"},"p":{"S":"l"}}}"#,
      "SerializationException: Duplicate key in a JSON object"
    ),
  ]

  @Test(arguments: PutItemTests.refusals)
  func refuses(body: String, error: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await house.error("PutItem", body) == error)
  }

  @Test func nestingStopsAt32Levels() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func item(_ levels: Int) -> String {
      let value =
        String(repeating: #"{"L":["#, count: levels - 1) + #"{"S":"x"}"# + String(repeating: "]}", count: levels - 1)
      return #"{"TableName":"tab","Item":{"p":{"S":"k"},"x":\#(value)}}"#
    }
    #expect(await house.call("PutItem", item(32)) == "{}")
    #expect(await house.error("PutItem", item(33)).contains("Nesting Levels have exceeded supported limits"))
    #expect(await house.send("PutItem", item(5000)).status == 400)
  }

  @Test func consumedCapacity() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func put(_ size: Int, _ asked: String) -> String {
      #"{"TableName":"tab","ReturnConsumedCapacity":"\#(asked)","Item":{"p":{"S":"k"},"x":{"S":"\#(String(repeating: "x", count: size - 3))"}}}"#
    }
    #expect(
      await house.call("PutItem", put(1024, "TOTAL"))
        == #"{"ConsumedCapacity":{"CapacityUnits":1.0,"TableName":"tab"}}"#)
    #expect(
      await house.call("PutItem", put(2049, "INDEXES"))
        == #"{"ConsumedCapacity":{"CapacityUnits":3.0,"Table":{"CapacityUnits":3.0},"TableName":"tab"}}"#)
    // The larger of the old and the new item counts.
    #expect(await house.call("PutItem", put(100, "TOTAL")).contains(#""CapacityUnits":3.0"#))
    #expect(await house.call("PutItem", put(100, "NONE")) == "{}")
  }
}
