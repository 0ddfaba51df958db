import Testing

@testable import DynamoDB

@Suite struct UpdateGlobalTableTests {
  @Test func areNotMadeAnyMore() async throws {
    let house = try DynamoDBHouse()
    func error(_ updates: String) async -> String {
      await house.error("UpdateGlobalTable", #"{"GlobalTableName":"tab","ReplicaUpdates":[\#(updates)]}"#)
    }
    let region = #"{"RegionName":"eu-west-1"}"#
    #expect(await error(#"{"Create":\#(region)}"#) == CreateGlobalTableTests.gone)
    #expect(
      await error(#"{"Delete":\#(region)}"#)
        == "GlobalTableNotFoundException: Global table with name: 'tab' does not exist.")
    #expect(await error("") == "ValidationException: One or more parameter values were invalid")
    #expect(
      await error(#"{"Create":\#(region),"Delete":\#(region)}"#).hasSuffix(
        "A ReplicaUpdate structure cannot contain both a create replica action and a delete replica action"))
  }
}
