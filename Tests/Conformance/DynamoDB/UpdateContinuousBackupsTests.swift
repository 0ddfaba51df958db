import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

@Suite struct UpdateContinuousBackupsTests {
  @Test func onAndOff() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await house.recover().contains(#""RecoveryPeriodInDays":35"#))
    #expect(await house.recover(false).contains(#""PointInTimeRecoveryStatus":"DISABLED""#))
    #expect(
      await house.error(
        "UpdateContinuousBackups",
        #"{"TableName":"none","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}}"#)
        == "TableNotFoundException: Table not found: none")
  }
}
