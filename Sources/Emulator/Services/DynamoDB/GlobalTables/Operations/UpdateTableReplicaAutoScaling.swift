import Protocols
import Runtime

/// Changes how the replicas of a global table are scaled. Global tables are paid by request here, so that DynamoDB lets
/// nothing but the end of scaling be asked for.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTableReplicaAutoScaling.html
enum UpdateTableReplicaAutoScaling: AWSOperation {
  enum Input: StructureShape {
    static let globalSecondaryIndexUpdates = Member<[Values<IndexUpdate>]>(
      "GlobalSecondaryIndexUpdates", .length(1...Int.max))
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let writeScaling = Member<Values<AutoScalingSettingsUpdate>>("ProvisionedWriteCapacityAutoScalingUpdate")
    static let replicaUpdates = Member<[Values<ReplicaAutoScalingUpdate>]>("ReplicaUpdates", .length(1...Int.max))
    static let shape = structure(
      "UpdateTableReplicaAutoScalingInput", globalSecondaryIndexUpdates, tableName, writeScaling, replicaUpdates)
  }
  enum IndexUpdate: StructureShape {
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let writeScaling = Member<Values<AutoScalingSettingsUpdate>>("ProvisionedWriteCapacityAutoScalingUpdate")
    static let shape = structure("GlobalSecondaryIndexAutoScalingUpdate", indexName, writeScaling)
  }
  enum ReplicaAutoScalingUpdate: StructureShape {
    static let regionName = Required<String>("RegionName")
    static let indexes = Member<[Values<ReplicaIndexUpdate>]>("ReplicaGlobalSecondaryIndexUpdates")
    static let readScaling = Member<Values<AutoScalingSettingsUpdate>>(
      "ReplicaProvisionedReadCapacityAutoScalingUpdate")
    static let shape = structure("ReplicaAutoScalingUpdate", regionName, indexes, readScaling)
  }
  enum ReplicaIndexUpdate: StructureShape {
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let readScaling = Member<Values<AutoScalingSettingsUpdate>>("ProvisionedReadCapacityAutoScalingUpdate")
    static let shape = structure("ReplicaGlobalSecondaryIndexAutoScalingUpdate", indexName, readScaling)
  }
  enum Output: StructureShape {
    static let tableAutoScalingDescription = Member<Values<TableAutoScalingDescription>>("TableAutoScalingDescription")
    static let shape = structure("UpdateTableReplicaAutoScalingOutput", tableAutoScalingDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let table = try service.globalTable(input[Input.tableName], request)
    let replicas = input[Input.replicaUpdates] ?? []
    let regions = Set([table.region] + table.replicas)
    for update in replicas {
      let region = update[ReplicaAutoScalingUpdate.regionName]
      if !regions.contains(region) {
        throw AWSError(
          "ResourceNotFoundException",
          "Replica with region: '\(region)' does not exist in the global table with name: '\(table.name)'.")
      }
      if !update.has(ReplicaAutoScalingUpdate.indexes) && !update.has(ReplicaAutoScalingUpdate.readScaling) {
        throw AWSError.validation(
          "Failed to update settings for global table with name: ‘\(table.name)’ because at least one update "
            + "parameter must be specified for region: ‘\(region)’.")
      }
    }
    var asked: [(name: String, update: Values<AutoScalingSettingsUpdate>?)] = [
      ("GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate", input[Input.writeScaling])
    ]
    for index in input[Input.globalSecondaryIndexUpdates] ?? [] {
      asked.append(("ProvisionedWriteCapacityAutoScalingSettingsUpdate", index[IndexUpdate.writeScaling]))
    }
    for replica in replicas {
      asked.append(
        ("ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate", replica[ReplicaAutoScalingUpdate.readScaling]))
      for index in replica[ReplicaAutoScalingUpdate.indexes] ?? [] {
        asked.append(("ProvisionedReadCapacityAutoScalingSettingsUpdate", index[ReplicaIndexUpdate.readScaling]))
      }
    }
    for (name, update) in asked {
      guard let update, !AutoScalingSettingsUpdate.isOff(update) else { continue }
      let all = regions.sorted().map { "'\($0.uppercased())'" }.joined(separator: ", ")
      throw AWSError.validation(
        "Failed to update global table with name ‘\(table.name)‘. Replicas \(all) BillingMode is PayPerRequest. You "
          + "must convert table's BillingMode to PROVISIONED to set parameters: '\(name)'.")
    }
    return .now(
      .with { $0[Output.tableAutoScalingDescription] = service.autoScaling(of: table, request.now) })
  }
}
