import Protocols

/// One element of UpdateTable's ReplicaUpdates: a replica made, changed or deleted.
enum ReplicationGroupUpdate: StructureShape {
  static let create = Member<Values<CreateReplicationGroupMemberAction>>("Create")
  static let update = Member<Values<UpdateReplicationGroupMemberAction>>("Update")
  static let delete = Member<Values<DeleteReplicationGroupMemberAction>>("Delete")
  static let shape = structure("ReplicationGroupUpdate", create, update, delete)
}

/// What is asked of a replica, new or not, beside its region.
struct ReplicaMembers<Owner: StructureShape> {
  let kmsMasterKeyID = OptionalMember<Owner, String>("KMSMasterKeyId")
  let provisionedThroughputOverride = OptionalMember<Owner, Values<ProvisionedThroughputOverride>>(
    "ProvisionedThroughputOverride")
  let onDemandThroughputOverride = OptionalMember<Owner, Values<OnDemandThroughputOverride>>(
    "OnDemandThroughputOverride")
  let globalSecondaryIndexes = OptionalMember<Owner, [Values<ReplicaGlobalSecondaryIndex>]>(
    "GlobalSecondaryIndexes", .length(1...Int.max))
  let tableClassOverride = OptionalMember<Owner, String>(
    "TableClassOverride", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
}

enum CreateReplicationGroupMemberAction: StructureShape {
  static let regionName = Required<String>("RegionName")
  static let asked = ReplicaMembers<CreateReplicationGroupMemberAction>()
  static let shape = structure(
    "CreateReplicationGroupMemberAction", regionName, asked.kmsMasterKeyID, asked.provisionedThroughputOverride,
    asked.onDemandThroughputOverride, asked.globalSecondaryIndexes, asked.tableClassOverride)
}

enum UpdateReplicationGroupMemberAction: StructureShape {
  static let regionName = Required<String>("RegionName")
  static let asked = ReplicaMembers<UpdateReplicationGroupMemberAction>()
  static let shape = structure(
    "UpdateReplicationGroupMemberAction", regionName, asked.kmsMasterKeyID, asked.provisionedThroughputOverride,
    asked.onDemandThroughputOverride, asked.globalSecondaryIndexes, asked.tableClassOverride)
}

enum DeleteReplicationGroupMemberAction: StructureShape {
  static let regionName = Required<String>("RegionName")
  static let shape = structure("DeleteReplicationGroupMemberAction", regionName)
}

enum ProvisionedThroughputOverride: StructureShape {
  static let readCapacityUnits = Member<Int>("ReadCapacityUnits", .atLeast(1))
  static let shape = structure("ProvisionedThroughputOverride", readCapacityUnits)
}

enum OnDemandThroughputOverride: StructureShape {
  static let maxReadRequestUnits = Member<Int>("MaxReadRequestUnits")
  static let shape = structure("OnDemandThroughputOverride", maxReadRequestUnits)
}

enum ReplicaGlobalSecondaryIndex: StructureShape {
  static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
  static let provisionedThroughputOverride = Member<Values<ProvisionedThroughputOverride>>(
    "ProvisionedThroughputOverride")
  static let onDemandThroughputOverride = Member<Values<OnDemandThroughputOverride>>("OnDemandThroughputOverride")
  static let shape = structure(
    "ReplicaGlobalSecondaryIndex", indexName, provisionedThroughputOverride, onDemandThroughputOverride)
}

enum ReplicaDescription: StructureShape {
  static let regionName = Member<String>("RegionName")
  static let replicaStatus = Member<String>("ReplicaStatus")
  static let kmsMasterKeyID = Member<String>("KMSMasterKeyId")
  static let onDemandThroughputOverride = Member<Values<OnDemandThroughputOverride>>("OnDemandThroughputOverride")
  static let warmThroughput = Member<Values<TableWarmThroughputDescription>>("WarmThroughput")
  static let globalSecondaryIndexes = Member<[Values<ReplicaGlobalSecondaryIndexDescription>]>(
    "GlobalSecondaryIndexes")
  static let replicaTableClassSummary = Member<Values<TableClassSummary>>("ReplicaTableClassSummary")
  static let globalTableSettingsReplicationMode = Member<String>("GlobalTableSettingsReplicationMode")
  static let shape = structure(
    "ReplicaDescription", regionName, replicaStatus, kmsMasterKeyID, onDemandThroughputOverride, warmThroughput,
    globalSecondaryIndexes, replicaTableClassSummary, globalTableSettingsReplicationMode)
}

enum ReplicaGlobalSecondaryIndexDescription: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let onDemandThroughputOverride = Member<Values<OnDemandThroughputOverride>>("OnDemandThroughputOverride")
  static let warmThroughput = Member<Values<IndexWarmThroughputDescription>>("WarmThroughput")
  static let shape = structure(
    "ReplicaGlobalSecondaryIndexDescription", indexName, onDemandThroughputOverride, warmThroughput)
}
