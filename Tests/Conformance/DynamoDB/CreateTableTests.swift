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
    let body = Self.simple("abc").dropLast()
    for (member, name) in [
      (
        #""StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#,
        "StreamSpecification.StreamEnabled"
      ),
      (#""Tags":[{"Key":"k","Value":"v"}]"#, "Tags"),
      (#""DeletionProtectionEnabled":true"#, "DeletionProtectionEnabled"),
      (
        #""GlobalSecondaryIndexes":[{"IndexName":"idx","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]"#,
        "GlobalSecondaryIndexes"
      ),
    ] {
      let answer = await house.send("CreateTable", "\(body),\(member)}")
      #expect(answer.status == 501)
      #expect(answer.error.contains(name))
    }
    let allowed = #""StreamSpecification":{"StreamEnabled":false},"DeletionProtectionEnabled":false"#
    #expect(await house.send("CreateTable", "\(body),\(allowed)}").status == 200)
    #expect(await house.send("TransactWriteItems", "{}").status == 501)
    #expect(await house.send("UpdateTable", "{}").error.contains("UpdateTable"))
  }
}
