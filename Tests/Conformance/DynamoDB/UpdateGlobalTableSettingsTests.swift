import Testing

@testable import DynamoDB

@Suite struct UpdateGlobalTableSettingsTests {
  @Test func thereAreNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error(
        "UpdateGlobalTableSettings", #"{"GlobalTableName":"tab","GlobalTableBillingMode":"PAY_PER_REQUEST"}"#)
        == "GlobalTableNotFoundException: Global table with name: 'tab' does not exist.")
  }
}
