import Testing

@testable import DynamoDB

/// Global tables of version 2017.11.29, which AWS makes no more: every answer is the one that AWS gives today.
@Suite struct CreateGlobalTableTests {
  private static let gone =
    "ValidationException: One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is not "
    + "supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 (Legacy)."

  @Test func areNotMadeAnyMore() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error(
        "CreateGlobalTable", #"{"GlobalTableName":"tab","ReplicationGroup":[{"RegionName":"us-east-1"}]}"#)
        == Self.gone)
    #expect(
      await house.error("CreateGlobalTable", #"{"GlobalTableName":"tab","ReplicationGroup":[]}"#)
        == "ValidationException: One or more parameter values were invalid: Global table must have atleast one replica")
    #expect(
      await house.error("CreateGlobalTable", #"{"GlobalTableName":"tab","ReplicationGroup":[{}]}"#).hasSuffix(
        "ReplicationGroup members must specify RegionName"))
  }

  @Test func updateGlobalTable() async throws {
    let house = try DynamoDBHouse()
    func error(_ updates: String) async -> String {
      await house.error("UpdateGlobalTable", #"{"GlobalTableName":"tab","ReplicaUpdates":[\#(updates)]}"#)
    }
    let region = #"{"RegionName":"eu-west-1"}"#
    #expect(await error(#"{"Create":\#(region)}"#) == Self.gone)
    #expect(
      await error(#"{"Delete":\#(region)}"#)
        == "GlobalTableNotFoundException: Global table with name: 'tab' does not exist.")
    #expect(await error("") == "ValidationException: One or more parameter values were invalid")
    #expect(
      await error(#"{"Create":\#(region),"Delete":\#(region)}"#).hasSuffix(
        "A ReplicaUpdate structure cannot contain both a create replica action and a delete replica action"))
  }

  @Test func thereAreNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let name = #"{"GlobalTableName":"tab"}"#
    #expect(
      await house.error("DescribeGlobalTable", name)
        == "GlobalTableNotFoundException: Global table not found: Global table with name: 'tab' does not exist.")
    for operation in ["DescribeGlobalTableSettings", "UpdateGlobalTableSettings"] {
      #expect(
        await house.error(operation, name)
          == "GlobalTableNotFoundException: Global table with name: 'tab' does not exist.")
    }
    #expect(await house.call("ListGlobalTables", #"{"Limit":1}"#) == #"{"GlobalTables":[]}"#)
    #expect(await house.error("DescribeGlobalTable", #"{"GlobalTableName":"a"}"#).contains("globalTableName"))
  }
}
