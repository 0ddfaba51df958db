import Testing

@testable import DynamoDB

@Suite struct ListGlobalTablesTests {
  /// Those of 2019.11.21 are not listed, as AWS does not list them.
  @Test func thereAreNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}]}"#)
    #expect(await house.call("ListGlobalTables", #"{"Limit":1}"#) == #"{"GlobalTables":[]}"#)
    #expect(await house.error("ListGlobalTables", #"{"Limit":0}"#).contains("limit"))
  }
}
