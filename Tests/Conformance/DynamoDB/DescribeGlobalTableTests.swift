import Testing

@testable import DynamoDB

@Suite struct DescribeGlobalTableTests {
  /// A table of 2019.11.21 with replicas is none to it either.
  @Test func thereAreNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}]}"#)
    #expect(
      await house.error("DescribeGlobalTable", #"{"GlobalTableName":"tab"}"#)
        == "GlobalTableNotFoundException: Global table not found: Global table with name: 'tab' does not exist.")
    #expect(await house.error("DescribeGlobalTable", #"{"GlobalTableName":"a"}"#).contains("globalTableName"))
  }
}
