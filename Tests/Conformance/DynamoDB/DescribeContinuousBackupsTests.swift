import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

@Suite struct DescribeContinuousBackupsTests {
  @Test func tells() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.call("DescribeContinuousBackups", #"{"TableName":"tab"}"#)
        == #"{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":"#
        + #"{"PointInTimeRecoveryStatus":"DISABLED"}}}"#)
    _ = await house.recover()
    #expect(
      await house.call("DescribeContinuousBackups", #"{"TableName":"tab"}"#).contains("EarliestRestorableDateTime"))
  }
}
