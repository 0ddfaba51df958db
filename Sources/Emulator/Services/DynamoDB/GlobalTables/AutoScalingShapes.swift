import Protocols
import Runtime

/// Settings of Application Auto Scaling, as the operations of replicas take and show them.
enum AutoScalingSettingsUpdate: StructureShape {
  static let minimumUnits = Member<Int>("MinimumUnits", .atLeast(1))
  static let maximumUnits = Member<Int>("MaximumUnits", .atLeast(1))
  static let autoScalingDisabled = Member<Bool>("AutoScalingDisabled")
  static let autoScalingRoleARN = Member<String>(
    "AutoScalingRoleArn", .length(1...1600),
    .pattern(#"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"#))
  static let scalingPolicyUpdate = Member<Values<AutoScalingPolicyUpdate>>("ScalingPolicyUpdate")
  static let shape = structure(
    "AutoScalingSettingsUpdate", minimumUnits, maximumUnits, autoScalingDisabled, autoScalingRoleARN,
    scalingPolicyUpdate)

  /// Whether nothing but the absence of scaling is asked for, which is how things are.
  static func isOff(_ update: Values<AutoScalingSettingsUpdate>) -> Bool { update[autoScalingDisabled] ?? false }
}

enum AutoScalingPolicyUpdate: StructureShape {
  static let policyName = Member<String>("PolicyName", .length(1...256), .pattern(#"\p{Print}+"#))
  static let targetTrackingScalingPolicyConfiguration = Required<Values<TargetTracking>>(
    "TargetTrackingScalingPolicyConfiguration")
  static let shape = structure("AutoScalingPolicyUpdate", policyName, targetTrackingScalingPolicyConfiguration)
}

enum TargetTracking: StructureShape {
  static let disableScaleIn = Member<Bool>("DisableScaleIn")
  static let scaleInCooldown = Member<Int32>("ScaleInCooldown")
  static let scaleOutCooldown = Member<Int32>("ScaleOutCooldown")
  static let targetValue = Required<Double>("TargetValue")
  static let shape = structure(
    "AutoScalingTargetTrackingScalingPolicyConfigurationUpdate", disableScaleIn, scaleInCooldown, scaleOutCooldown,
    targetValue)
}

enum AutoScalingSettingsDescription: StructureShape {
  static let autoScalingDisabled = Member<Bool>("AutoScalingDisabled")
  static let scalingPolicies = Member<[Values<AutoScalingPolicyDescription>]>("ScalingPolicies")
  static let shape = structure("AutoScalingSettingsDescription", autoScalingDisabled, scalingPolicies)

  /// Of what is not scaled.
  static let off = Values<AutoScalingSettingsDescription>.with {
    $0[autoScalingDisabled] = true
    $0[scalingPolicies] = []
  }
}

enum AutoScalingPolicyDescription: StructureShape {
  static let policyName = Member<String>("PolicyName")
  static let shape = structure("AutoScalingPolicyDescription", policyName)
}

enum TableAutoScalingDescription: StructureShape {
  static let tableName = Member<String>("TableName")
  static let tableStatus = Member<String>("TableStatus")
  static let replicas = Member<[Values<ReplicaAutoScalingDescription>]>("Replicas")
  static let shape = structure("TableAutoScalingDescription", tableName, tableStatus, replicas)
}

enum ReplicaAutoScalingDescription: StructureShape {
  static let regionName = Member<String>("RegionName")
  static let globalSecondaryIndexes = Member<[Values<ReplicaIndexAutoScalingDescription>]>("GlobalSecondaryIndexes")
  static let read = Member<Values<AutoScalingSettingsDescription>>("ReplicaProvisionedReadCapacityAutoScalingSettings")
  static let write = Member<Values<AutoScalingSettingsDescription>>(
    "ReplicaProvisionedWriteCapacityAutoScalingSettings")
  static let replicaStatus = Member<String>("ReplicaStatus")
  static let shape = structure(
    "ReplicaAutoScalingDescription", regionName, globalSecondaryIndexes, read, write, replicaStatus)
}

enum ReplicaIndexAutoScalingDescription: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let indexStatus = Member<String>("IndexStatus")
  static let read = Member<Values<AutoScalingSettingsDescription>>("ProvisionedReadCapacityAutoScalingSettings")
  static let write = Member<Values<AutoScalingSettingsDescription>>("ProvisionedWriteCapacityAutoScalingSettings")
  static let shape = structure(
    "ReplicaGlobalSecondaryIndexAutoScalingDescription", indexName, indexStatus, read, write)
}

extension DynamoDBService {
  /// A global table of version 2019.11.21; another table is none to the operations of replicas' scaling.
  func globalTable(_ reference: String, _ request: RequestContext) throws(AWSError) -> Table {
    try TableReference.check(reference)
    let table: Table
    do throws(AWSError) { table = try TableReference.subject(reference, request, self) } catch {
      throw AWSError("ResourceNotFoundException", "Global table with name: '\(reference)' does not exist.")
    }
    if table.replicas.isEmpty {
      throw AWSError("ResourceNotFoundException", "Global table with name: '\(table.name)' does not exist.")
    }
    return table
  }

  /// Every replica in the order of the regions' names; none is scaled.
  func autoScaling(of table: Table, _ now: Timestamp) -> Values<TableAutoScalingDescription> {
    let all = ([table] + replicas(of: table)).sorted { $0.region < $1.region }
    return .with { out in
      out[TableAutoScalingDescription.tableName] = table.name
      out[TableAutoScalingDescription.tableStatus] = status(of: table, now).rawValue
      out[TableAutoScalingDescription.replicas] = all.map { replica in
        .with { entry in
          entry[ReplicaAutoScalingDescription.regionName] = replica.region
          entry[ReplicaAutoScalingDescription.replicaStatus] = status(of: replica, now).rawValue
          entry[ReplicaAutoScalingDescription.read] = AutoScalingSettingsDescription.off
          entry[ReplicaAutoScalingDescription.write] = AutoScalingSettingsDescription.off
          entry[ReplicaAutoScalingDescription.globalSecondaryIndexes] = replica.indexes.filter { !$0.isLocal }.map {
            index in
            .with {
              $0[ReplicaIndexAutoScalingDescription.indexName] = index.name
              $0[ReplicaIndexAutoScalingDescription.indexStatus] = index.isFilling ? "CREATING" : "ACTIVE"
              $0[ReplicaIndexAutoScalingDescription.read] = AutoScalingSettingsDescription.off
              $0[ReplicaIndexAutoScalingDescription.write] = AutoScalingSettingsDescription.off
            }
          }
        }
      }
    }
  }
}
