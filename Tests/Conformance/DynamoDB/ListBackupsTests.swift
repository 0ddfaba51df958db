import Protocols
import Support
import Testing

@testable import DynamoDB

@Suite struct ListBackupsTests {
  @Test func pages() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await house.table("other")
    var arns: [String] = []
    for name in ["one", "two", "three"] { arns.append(try await house.backup(name)) }
    let first = try JSONValue.parse(await house.call("ListBackups", #"{"Limit":2}"#))
    #expect(first["BackupSummaries"]?.array?.compactMap { $0["BackupName"]?.string } == ["one", "two"])
    #expect(first["LastEvaluatedBackupArn"]?.string == arns[1])
    let rest = try JSONValue.parse(
      await house.call("ListBackups", #"{"ExclusiveStartBackupArn":"\#(arns[1])"}"#))
    #expect(rest["BackupSummaries"]?.array?.count == 1 && rest["LastEvaluatedBackupArn"] == nil)
    #expect(await house.call("ListBackups", #"{"TableName":"other"}"#) == #"{"BackupSummaries":[]}"#)
    #expect(await house.call("ListBackups", #"{"BackupType":"SYSTEM"}"#) == #"{"BackupSummaries":[]}"#)
  }
}
