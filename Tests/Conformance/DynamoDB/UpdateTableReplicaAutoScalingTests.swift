import Testing

@testable import DynamoDB

@Suite struct UpdateTableReplicaAutoScalingTests {
  @Test func letsScalingBeOff() async throws {
    let house = try await DynamoDBHouse.global()
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
