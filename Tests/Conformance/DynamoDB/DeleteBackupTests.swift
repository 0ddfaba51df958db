import Protocols
import Support
import Testing

@testable import DynamoDB

@Suite struct DeleteBackupTests {
  @Test func deletesAndSweeps() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await house.put("a", 1)
    let arn = try await house.backup()
    #expect(try await house.until { try await house.backupStatus(arn) == "AVAILABLE" })
    #expect(await house.rows() == 2)
    #expect(
      await house.call("DeleteBackup", #"{"BackupArn":"\#(arn)"}"#).contains(#""BackupStatus":"DELETED""#))
    #expect(await house.error("DescribeBackup", #"{"BackupArn":"\#(arn)"}"#).hasPrefix("BackupNotFoundException"))
    #expect(try await house.until { await house.rows() == 1 })
  }
}
