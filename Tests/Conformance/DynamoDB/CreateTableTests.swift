import Testing

@testable import DynamoDB

@Suite struct CreateTableTests {
  @Test func describesWhatItMade() async throws {
    let house = try DynamoDBHouse()
    let created = await house.call(
      "CreateTable",
      #"""
      {"TableName":"Music","AttributeDefinitions":[{"AttributeName":"Artist","AttributeType":"S"},
      {"AttributeName":"Year","AttributeType":"N"}],"KeySchema":[{"AttributeName":"Artist","KeyType":"HASH"},
      {"AttributeName":"Year","KeyType":"RANGE"}],"ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6}}
      """#)
    #expect(created.contains(#""TableStatus":"CREATING""#))
    let described = await house.call("DescribeTable", #"{"TableName":"Music"}"#)
    #expect(described.contains(#""TableStatus":"ACTIVE""#))
    #expect(described.contains(#""TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music""#))
    #expect(
      described.contains(
        #""KeySchema":[{"AttributeName":"Artist","KeyType":"HASH"},{"AttributeName":"Year","KeyType":"RANGE"}]"#))
    #expect(
      described.contains(
        #""ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":5,"WriteCapacityUnits":6}"#))
    #expect(!described.contains("BillingModeSummary"))
    // A table's ARN serves wherever its name does.
    let byARN = await house.call(
      "DescribeTable", #"{"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/Music"}"#)
    #expect(byARN == described)
    #expect(
      await house.error("CreateTable", Self.simple("Music")) == "ResourceInUseException: Table already exists: Music")
  }

  private static func simple(_ name: String) -> String {
    #"{"TableName":"\#(name)","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]}"#
  }

  @Test func onDemandTables() async throws {
    let house = try DynamoDBHouse()
    _ = await house.call("CreateTable", Self.simple("demand"))
    let described = await house.call("DescribeTable", #"{"TableName":"demand"}"#)
    #expect(
      described.contains(#""BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST","LastUpdateToPayPerRequestDateTime":"#)
    )
    #expect(
      described.contains(#""WarmThroughput":{"ReadUnitsPerSecond":12000,"Status":"ACTIVE","WriteUnitsPerSecond":4000}"#)
    )
  }

  static let refusals: [(String, String)] = [
    (
      #""TableName":"ab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3"
    ),
    (
      #""TableName":"abc","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
    ),
    (
      #""TableName":"abc","BillingMode":"PAY_PER_REQUEST","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1},"AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
    ),
    (
      #""TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"q","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [p], AttributeDefinitions: [q]"
    ),
    (
      #""TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"q","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
    ),
    (
      #""TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"RANGE"}]"#,
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
    ),
    (
      #""TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"X"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]"#,
      "1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]"
    ),
  ]

  @Test(arguments: CreateTableTests.refusals)
  func refuses(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    #expect(await house.error("CreateTable", "{\(members)}") == "ValidationException: \(message)")
  }

  /// What is not emulated yet is refused by its name, not ignored.
  @Test func refusesWhatItDoesNotDo() async throws {
    let house = try DynamoDBHouse()
    let source = #""GlobalTableSourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/source""#
    let answer = await house.send("CreateTable", "\(Self.simple("abc").dropLast()),\(source)}")
    #expect(answer.status == 501)
    #expect(answer.error.contains("GlobalTableSourceArn"))
  }

  private static func index(
    _ name: String = "idx", _ keys: [(String, String)] = [("p", "HASH")], _ projection: String = #""ALL""#,
    _ more: String = ""
  ) -> String {
    let schema = keys.map { #"{"AttributeName":"\#($0.0)","KeyType":"\#($0.1)"}"# }.joined(separator: ",")
    return
      #"{"IndexName":"\#(name)","KeySchema":[\#(schema)],"Projection":{"ProjectionType":\#(projection)}\#(more)}"#
  }

  /// Members beside a table of p and c, with the definitions a, b, d, e, f too where they are asked for.
  static let indexRefusals: [(String, String)] = [
    (#""GlobalSecondaryIndexes":[]"#, "List of GlobalSecondaryIndexes is empty"),
    (#""LocalSecondaryIndexes":[]"#, "List of LocalSecondaryIndexes is empty"),
    (
      #""LocalSecondaryIndexes":[\#(index("idx", [("a", "HASH"), ("c", "RANGE")]))]"#,
      "Index KeySchema does not have the same leading hash key as table KeySchema for index: idx. index hash key: a, table hash key: p"
    ),
    (
      #""LocalSecondaryIndexes":[\#(index())]"#, "Index KeySchema does not have a range key for index: idx"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index()),\#(index())]"#, "Duplicate index name: idx"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("p", "HASH")], #""INCLUDE""#))]"#,
      "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("p", "HASH")], #""ALL","NonKeyAttributes":["x"]"#))]"#,
      "ProjectionType is ALL, but NonKeyAttributes is specified"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("p", "HASH")], #""INCLUDE","NonKeyAttributes":["x","x"]"#))]"#,
      "Duplicate element in NonKeyAttributes: x"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("p", "HASH")], "null"))]"#, "Unknown ProjectionType: null"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", ["a", "b", "d", "e", "f"].map { ($0, "HASH") }))]"#,
      "The KeySchema exceeds the maximum allowed number of HASH key attributes"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("a", "HASH"), ("b", "RANGE"), ("d", "HASH")]))]"#,
      "All HASH key attributes must precede RANGE key attributes in the KeySchema"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("zz", "HASH")]))]"#,
      "Some index key attributes are not defined in AttributeDefinitions. Keys: [zz], AttributeDefinitions: [p, c, a, b, d, e, f]"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("a", "HASH")]))]"#,
      "Some AttributeDefinitions are not used. AttributeDefinitions: [p, c, a, b, d, e, f], keys used: [p, c, a]"
    ),
    (
      #""GlobalSecondaryIndexes":[\#(index("idx", [("a", "HASH")], #""ALL""#, #","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}"#))]"#,
      "ProvisionedThroughput should not be specified for index: idx when BillingMode is PAY_PER_REQUEST"
    ),
  ]

  @Test(arguments: indexRefusals)
  func refusesIndexes(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    let definitions = ["p", "c", "a", "b", "d", "e", "f"].map { #"{"AttributeName":"\#($0)","AttributeType":"S"}"# }
    let body =
      #"{"TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[\#(definitions.joined(separator: ","))],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}],\#(members)}"#
    #expect(
      await house.error("CreateTable", body)
        == "ValidationException: One or more parameter values were invalid: " + message)
  }
}
