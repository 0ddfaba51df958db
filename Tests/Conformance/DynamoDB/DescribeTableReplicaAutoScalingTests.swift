import Protocols
import Testing

@testable import DynamoDB

@Suite struct DescribeTableReplicaAutoScalingTests {
  private static let name = #"{"TableName":"tab"}"#

  private func global() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}]}"#)
    return house
  }

  @Test func tellsEveryReplica() async throws {
    let house = try await global()
    let told = try JSONValue.parse(await house.call("DescribeTableReplicaAutoScaling", Self.name))
    let replicas = told["TableAutoScalingDescription"]?["Replicas"]?.array ?? []
    #expect(replicas.compactMap { $0["RegionName"]?.string } == ["eu-west-1", "us-east-1"])
    for replica in replicas {
      #expect(replica["ReplicaProvisionedReadCapacityAutoScalingSettings"]?["AutoScalingDisabled"]?.bool == true)
      #expect(replica["ReplicaProvisionedWriteCapacityAutoScalingSettings"]?["ScalingPolicies"]?.array?.count == 0)
      #expect(replica["GlobalSecondaryIndexes"]?.array?.count == 0)
    }
  }

  @Test func anotherTableIsNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for operation in ["DescribeTableReplicaAutoScaling", "UpdateTableReplicaAutoScaling"] {
      #expect(
        await house.error(operation, Self.name)
          == "ResourceNotFoundException: Global table with name: 'tab' does not exist.")
      #expect(
        await house.error(operation, #"{"TableName":"nope"}"#)
          == "ResourceNotFoundException: Global table with name: 'nope' does not exist.")
    }
  }

  @Test func updateTableReplicaAutoScaling() async throws {
    let house = try await global()
    let off = #"{"TableName":"tab","ProvisionedWriteCapacityAutoScalingUpdate":{"AutoScalingDisabled":true}}"#
    #expect(await house.call("UpdateTableReplicaAutoScaling", off).contains(#""AutoScalingDisabled":true"#))
    #expect(
      await house.error(
        "UpdateTableReplicaAutoScaling",
        #"{"TableName":"tab","ProvisionedWriteCapacityAutoScalingUpdate":{"MinimumUnits":1,"MaximumUnits":10}}"#)
        == "ValidationException: Failed to update global table with name ‘tab‘. Replicas 'EU-WEST-1', 'US-EAST-1' "
        + "BillingMode is PayPerRequest. You must convert table's BillingMode to PROVISIONED to set parameters: "
        + "'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'.")
    #expect(
      await house.error(
        "UpdateTableReplicaAutoScaling", #"{"TableName":"tab","ReplicaUpdates":[{"RegionName":"eu-west-1"}]}"#)
        == "ValidationException: Failed to update settings for global table with name: ‘tab’ because at least one "
        + "update parameter must be specified for region: ‘eu-west-1’.")
    #expect(
      await house.error(
        "UpdateTableReplicaAutoScaling", #"{"TableName":"tab","ReplicaUpdates":[{"RegionName":"eu-west-2"}]}"#
      ).hasPrefix("ResourceNotFoundException"))
  }
}
