import Protocols
import Support
import Testing

@testable import DynamoDB

@Suite struct RestoreTableFromBackupTests {
  @Test func overrides() async throws {
    let house = try DynamoDBHouse()
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"#
        + #""AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"v","AttributeType":"N"}],"#
        + #""GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"v","KeyType":"HASH"}],"#
        + #""Projection":{"ProjectionType":"ALL"}}]}"#)
    await house.put("a", 7)
    let arn = try await house.backup()
    #expect(try await house.until { try await house.backupStatus(arn) == "AVAILABLE" })
    _ = await house.call("RestoreTableFromBackup", #"{"TargetTableName":"same","BackupArn":"\#(arn)"}"#)
    #expect(try await house.until { try await house.isActive("same") })
    #expect(
      await house.call(
        "Query",
        #"{"TableName":"same","IndexName":"gsi","KeyConditionExpression":"v = :v","Select":"COUNT","#
          + #""ExpressionAttributeValues":{":v":{"N":"7"}}}"#) == #"{"Count":1,"ScannedCount":1}"#)
    let plain = await house.call(
      "RestoreTableFromBackup",
      #"{"TargetTableName":"plain","BackupArn":"\#(arn)","GlobalSecondaryIndexOverride":[],"#
        + #""BillingModeOverride":"PROVISIONED","#
        + #""ProvisionedThroughputOverride":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}}"#)
    #expect(plain.contains(#""WriteCapacityUnits":4"#) && !plain.contains("gsi"))
    #expect(
      await house.error("RestoreTableFromBackup", #"{"TargetTableName":"tab","BackupArn":"\#(arn)"}"#)
        == "TableAlreadyExistsException: Table already exists: tab")
  }
}
