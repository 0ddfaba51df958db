import Protocols
import Support
import Testing

@testable import DynamoDB

@Suite struct DescribeBackupTests {
  @Test func tells() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await house.put("a", 1)
    let arn = try await house.backup()
    #expect(try await house.until { try await house.backupStatus(arn) == "AVAILABLE" })
    let described = await house.call("DescribeBackup", #"{"BackupArn":"\#(arn)"}"#)
    #expect(described.contains(#""BackupName":"first""#) && described.contains(#""BackupType":"USER""#))
    #expect(described.contains(#""ItemCount":1"#) && described.contains(#""BillingMode":"PAY_PER_REQUEST""#))
    #expect(
      await house.error("DescribeBackup", #"{"BackupArn":"\#(arn)x"}"#)
        == "BackupNotFoundException: Backup not found: \(arn)x")
  }
}
