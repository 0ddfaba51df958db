import Protocols
import Runtime

/// Settings of a global table of version 2017.11.29; there are none any more.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTableSettings.html
enum UpdateGlobalTableSettings: AWSOperation {
  enum Input: StructureShape {
    static let globalTableName = Required<String>(
      "GlobalTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let globalTableBillingMode = Member<String>(
      "GlobalTableBillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let globalTableProvisionedWriteCapacityUnits = Member<Int>(
      "GlobalTableProvisionedWriteCapacityUnits", .atLeast(1))
    static let writeScaling = Member<Values<AutoScalingSettingsUpdate>>(
      "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate")
    static let indexes = Member<[Values<IndexUpdate>]>("GlobalTableGlobalSecondaryIndexSettingsUpdate", .length(1...20))
    static let replicaSettingsUpdate = Member<[Values<ReplicaSettingsUpdate>]>(
      "ReplicaSettingsUpdate", .length(1...50))
    static let shape = structure(
      "UpdateGlobalTableSettingsInput", globalTableName, globalTableBillingMode,
      globalTableProvisionedWriteCapacityUnits, writeScaling, indexes, replicaSettingsUpdate)
  }
  enum IndexUpdate: StructureShape {
    static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let provisionedWriteCapacityUnits = Member<Int>("ProvisionedWriteCapacityUnits", .atLeast(1))
    static let writeScaling = Member<Values<AutoScalingSettingsUpdate>>(
      "ProvisionedWriteCapacityAutoScalingSettingsUpdate")
    static let shape = structure(
      "GlobalTableGlobalSecondaryIndexSettingsUpdate", indexName, provisionedWriteCapacityUnits, writeScaling)
  }
  enum ReplicaSettingsUpdate: StructureShape {
    static let regionName = Required<String>("RegionName")
    static let replicaProvisionedReadCapacityUnits = Member<Int>("ReplicaProvisionedReadCapacityUnits", .atLeast(1))
    static let readScaling = Member<Values<AutoScalingSettingsUpdate>>(
      "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate")
    static let indexes = Member<[Values<ReplicaIndexUpdate>]>(
      "ReplicaGlobalSecondaryIndexSettingsUpdate", .length(1...20))
    static let replicaTableClass = Member<String>(
      "ReplicaTableClass", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
    static let shape = structure(
      "ReplicaSettingsUpdate", regionName, replicaProvisionedReadCapacityUnits, readScaling, indexes,
      replicaTableClass)
  }
  enum ReplicaIndexUpdate: StructureShape {
    static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let provisionedReadCapacityUnits = Member<Int>("ProvisionedReadCapacityUnits", .atLeast(1))
    static let readScaling = Member<Values<AutoScalingSettingsUpdate>>(
      "ProvisionedReadCapacityAutoScalingSettingsUpdate")
    static let shape = structure(
      "ReplicaGlobalSecondaryIndexSettingsUpdate", indexName, provisionedReadCapacityUnits, readScaling)
  }
  enum Output: StructureShape {
    static let globalTableName = Member<String>("GlobalTableName")
    static let shape = structure("UpdateGlobalTableSettingsOutput", globalTableName)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    throw AWSError.globalTableNotFound(input[Input.globalTableName])
  }
}
