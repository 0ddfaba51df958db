import Testing

@testable import DynamoDB

/// Global tables of version 2017.11.29, which AWS makes no more: every answer is the one that AWS gives today.
@Suite struct CreateGlobalTableTests {
  static let gone =
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
}
