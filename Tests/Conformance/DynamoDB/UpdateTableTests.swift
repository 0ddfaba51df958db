import Protocols
import Testing

@testable import DynamoDB

@Suite struct UpdateTableTests {
  private static func update(_ house: DynamoDBHouse, _ members: String) async -> String {
    await house.call("UpdateTable", #"{"TableName":"tab",\#(members)}"#)
  }

  private static func create(_ index: String, _ attribute: String, _ type: String = "S") -> String {
    #""AttributeDefinitions":[{"AttributeName":"\#(attribute)","AttributeType":"\#(type)"}],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"\#(index)","KeySchema":[{"AttributeName":"\#(attribute)","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]"#
  }

  private static func described(_ house: DynamoDBHouse) async -> JSONValue? {
    try? JSONValue.parse(await house.call("DescribeTable", #"{"TableName":"tab"}"#))["Table"]
  }

  private static func count(_ house: DynamoDBHouse, _ index: String) async -> String {
    await house.call("Scan", #"{"TableName":"tab","IndexName":"\#(index)","Select":"COUNT"}"#)
  }

  /// Waits until the worker has filled the index.
  private static func filled(_ house: DynamoDBHouse, _ index: String) async -> Bool {
    for _ in 0..<2000 {
      let indexes = await described(house)?["GlobalSecondaryIndexes"]?.array ?? []
      let status = indexes.first { $0["IndexName"]?.string == index }?["IndexStatus"]?.string
      if status == "ACTIVE" { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  /// More items than one page; some cannot be in the index.
  @Test func fillsANewIndexFromTheTable() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for batch in 0..<48 {
      let puts = (0..<25).map { each in
        let number = batch * 25 + each
        let attribute = number % 10 == 0 ? #""N":"1""# : #""S":"v\#(number % 7)""#
        return #"{"PutRequest":{"Item":{"p":{"S":"\#(number)"},"v":{\#(attribute)}}}}"#
      }
      _ = await house.call("BatchWriteItem", #"{"RequestItems":{"tab":[\#(puts.joined(separator: ","))]}}"#)
    }
    let answer = await Self.update(house, Self.create("byV", "v"))
    #expect(answer.contains(#""TableStatus":"UPDATING""#))
    #expect(answer.contains(#""IndexStatus":"CREATING","Backfilling":true"#))
    // Writes while it fills are in it too, once.
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"1"},"v":{"S":"new"}}}"#)
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"1199"}}}"#)
    #expect(await Self.filled(house, "byV"))
    #expect(await Self.count(house, "byV") == #"{"Count":1079,"ScannedCount":1079}"#)
    let index = await Self.described(house)?["GlobalSecondaryIndexes"]?.array?.first
    #expect(index?["ItemCount"] == .number("1079"))
    let one = await house.call(
      "Query",
      #"{"TableName":"tab","IndexName":"byV","KeyConditionExpression":"v = :v","ExpressionAttributeValues":{":v":{"S":"new"}}}"#
    )
    #expect(one == #"{"Count":1,"Items":[{"p":{"S":"1"},"v":{"S":"new"}}],"ScannedCount":1}"#)
    // Now v must fit.
    #expect(
      await house.error("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"1"},"v":{"N":"1"}}}"#)
        == "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key v Expected: S Actual: N IndexName: byV"
    )
    let gone = await Self.update(house, #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"byV"}}]"#)
    #expect(!gone.contains("byV"))
    #expect(!gone.contains(#""AttributeName":"v""#))
    for _ in 0..<2000 where await house.rows() != 1199 { try? await Task.sleep(for: .milliseconds(5)) }
    #expect(await house.rows() == 1199)
  }

  @Test func changesHowATableIsPaid() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await Self.update(house, #""BillingMode":"PROVISIONED""#)
        == "400 ValidationException: One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
    )
    let throughput = #""ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}"#
    #expect(
      await Self.update(house, throughput)
        == "400 ValidationException: One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
    )
    _ = await Self.update(house, #""BillingMode":"PROVISIONED",\#(throughput)"#)
    var table = await Self.described(house)
    #expect(table?["BillingModeSummary"]?["BillingMode"]?.string == "PROVISIONED")
    #expect(table?["ProvisionedThroughput"]?["ReadCapacityUnits"] == .number("3"))
    #expect(
      await Self.update(house, throughput).hasPrefix(
        "400 ValidationException: The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 3."
      ))
    _ = await Self.update(house, #""ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":2}"#)
    table = await Self.described(house)
    #expect(table?["ProvisionedThroughput"]?["NumberOfDecreasesToday"] == .number("1"))
    #expect(table?["ProvisionedThroughput"]?["LastIncreaseDateTime"] != nil)
    _ = await Self.update(house, #""BillingMode":"PAY_PER_REQUEST""#)
    table = await Self.described(house)
    #expect(table?["BillingModeSummary"]?["BillingMode"]?.string == "PAY_PER_REQUEST")
    #expect(table?["ProvisionedThroughput"]?["ReadCapacityUnits"] == .number("0"))
  }

  @Test func changesOtherSettings() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await Self.update(house, #""DeletionProtectionEnabled":true"#)
    #expect(
      await house.error("DeleteTable", #"{"TableName":"tab"}"#)
        == "ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
    )
    _ = await Self.update(house, #""DeletionProtectionEnabled":false"#)
    _ = await Self.update(house, #""TableClass":"STANDARD_INFREQUENT_ACCESS""#)
    _ = await Self.update(house, #""SSESpecification":{"Enabled":true}"#)
    _ = await Self.update(house, #""OnDemandThroughput":{"MaxReadRequestUnits":10}"#)
    _ = await Self.update(house, #""WarmThroughput":{"ReadUnitsPerSecond":13000}"#)
    let table = await Self.described(house)
    #expect(table?["TableClassSummary"]?["TableClass"]?.string == "STANDARD_INFREQUENT_ACCESS")
    #expect(
      table?["SSEDescription"]?["KMSMasterKeyArn"]?.string == "arn:aws:kms:us-east-1:000000000000:alias/aws/dynamodb")
    #expect(table?["OnDemandThroughput"]?["MaxReadRequestUnits"] == .number("10"))
    #expect(table?["WarmThroughput"]?["ReadUnitsPerSecond"] == .number("13000"))
    #expect(await house.call("DeleteTable", #"{"TableName":"tab"}"#).contains("DELETING"))
  }

  static let refusals: [(String, String)] = [
    (
      #""AttributeDefinitions":[]"#,
      "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required"
    ),
    (
      #""SSESpecification":{"Enabled":true},"DeletionProtectionEnabled":true"#,
      "ValidationException: One or more parameter values were invalid: Server-Side Encryption modification must be the only operation in the request"
    ),
    (
      #""GlobalSecondaryIndexUpdates":[{}]"#,
      "ValidationException: One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null"
    ),
    (
      #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"gone"}}]"#,
      "ResourceNotFoundException: Requested resource not found"
    ),
    (
      #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"one"}},{"Delete":{"IndexName":"two"}}]"#,
      "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
    ),
    (
      create("byP", "p", "N"),
      "ValidationException: One or more parameter values were invalid: Attributes cannot be redefined. Please check attribute: p"
    ),
    (
      #""WarmThroughput":{"ReadUnitsPerSecond":1}"#,
      "ValidationException: One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported"
    ),
  ]

  @Test(arguments: refusals)
  func refuses(members: String, error: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await Self.update(house, members) == "400 " + error)
  }
}
