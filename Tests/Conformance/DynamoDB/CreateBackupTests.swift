import Protocols
import Support
import Testing

@testable import DynamoDB

extension DynamoDBHouse {
  /// Waits until what a worker does has come about.
  func until(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<5000 {
      if try await condition() { return true }
      await Task.yield()
    }
    return false
  }

  func put(_ key: String, _ value: Int, in table: String = "tab") async {
    _ = await call("PutItem", #"{"TableName":"\#(table)","Item":{"p":{"S":"\#(key)"},"v":{"N":"\#(value)"}}}"#)
  }

  /// Key and value of each item, in the order of the keys.
  func contents(of table: String) async throws -> [String] {
    var found: [String] = []
    var start = ""
    repeat {
      let page = try JSONValue.parse(await call("Scan", #"{"TableName":"\#(table)"\#(start)}"#))
      found += (page["Items"]?.array ?? []).map { "\($0["p"]?["S"]?.string ?? "")\($0["v"]?["N"]?.string ?? "")" }
      start = page["LastEvaluatedKey"].map { #","ExclusiveStartKey":"# + $0.text } ?? ""
    } while !start.isEmpty
    return found.sorted()
  }

  func backup(_ name: String = "first") async throws -> String {
    let made = await call("CreateBackup", #"{"TableName":"tab","BackupName":"\#(name)"}"#)
    return try #require(try JSONValue.parse(made)["BackupDetails"]?["BackupArn"]?.string)
  }

  func backupStatus(_ arn: String) async throws -> String? {
    let described = await call("DescribeBackup", #"{"BackupArn":"\#(arn)"}"#)
    return try JSONValue.parse(described)["BackupDescription"]?["BackupDetails"]?["BackupStatus"]?.string
  }

  func isActive(_ table: String) async throws -> Bool {
    let described = await call("DescribeTable", #"{"TableName":"\#(table)"}"#)
    return try JSONValue.parse(described)["Table"]?["TableStatus"]?.string == "ACTIVE"
  }
}

@Suite struct CreateBackupTests {
  /// What is written while the items are copied is not in the backup.
  @Test func holdsTheMomentItWasMade() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for number in 0..<350 { await house.put("k\(1000 + number)-", number) }
    let before = try await house.contents(of: "tab")
    let arn = try await house.backup()
    #expect(arn.hasPrefix("arn:aws:dynamodb:us-east-1:000000000000:table/tab/backup/0"))
    for number in 0..<350 where number % 3 == 0 { await house.put("k\(1000 + number)-", 9999) }
    for number in 0..<350 where number % 5 == 0 {
      _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"k\#(1000 + number)-"}}}"#)
    }
    await house.put("new-", 1)
    #expect(try await house.until { try await house.backupStatus(arn) == "AVAILABLE" })
    let restored = await house.call("RestoreTableFromBackup", #"{"TargetTableName":"copy","BackupArn":"\#(arn)"}"#)
    #expect(restored.contains(#""TableStatus":"CREATING""#) && restored.contains(#""RestoreInProgress":true"#))
    #expect(try await house.until { try await house.isActive("copy") })
    #expect(try await house.contents(of: "copy") == before)
  }

  @Test func outlivesItsTable() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await house.put("a", 1)
    let arn = try await house.backup()
    #expect(try await house.until { try await house.backupStatus(arn) == "AVAILABLE" })
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    _ = await house.call("RestoreTableFromBackup", #"{"TargetTableName":"tab","BackupArn":"\#(arn)"}"#)
    #expect(try await house.until { try await house.isActive("tab") })
    #expect(try await house.contents(of: "tab") == ["a1"])
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    #expect(
      await house.error("CreateBackup", #"{"TableName":"none","BackupName":"first"}"#)
        == "TableNotFoundException: Table not found: none")
  }
}
