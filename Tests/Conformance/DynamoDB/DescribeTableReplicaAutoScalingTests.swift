import Protocols
import Testing

@testable import DynamoDB

extension DynamoDBHouse {
  /// A house with a global table, `tab`, in us-east-1 and eu-west-1.
  static func global() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}]}"#)
    return house
  }
}

@Suite struct DescribeTableReplicaAutoScalingTests {
  private static let name = #"{"TableName":"tab"}"#

  @Test func tellsEveryReplica() async throws {
    let house = try await DynamoDBHouse.global()
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
}
