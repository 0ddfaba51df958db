import Testing

@testable import DynamoDB

@Suite struct DescribeGlobalTableSettingsTests {
  @Test func thereAreNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error("DescribeGlobalTableSettings", #"{"GlobalTableName":"tab"}"#)
        == "GlobalTableNotFoundException: Global table with name: 'tab' does not exist.")
  }
}
