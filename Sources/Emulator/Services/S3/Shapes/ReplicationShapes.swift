import Protocols

// Where objects are copied to.

enum ReplicationConfiguration: StructureShape {
  static let role = Required<String>("Role")
  static let rules = Required<[Values<ReplicationRule>]>("Rules", .xmlName("Rule"), .flattened)
  static let shape = structure("ReplicationConfiguration", role, rules)
}

enum ReplicationRule: StructureShape {
  static let id = Member<String>("ID")
  static let priority = Member<Int32>("Priority")
  static let prefix = Member<String>("Prefix")
  static let filter = Member<Values<ReplicationRuleFilter>>("Filter")
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let sourceSelectionCriteria = Member<Values<SourceSelectionCriteria>>("SourceSelectionCriteria")
  static let existingObjectReplication = Member<Values<ExistingObjectReplication>>("ExistingObjectReplication")
  static let destination = Required<Values<ReplicationDestination>>("Destination")
  static let deleteMarkerReplication = Member<Values<DeleteMarkerReplication>>("DeleteMarkerReplication")
  static let shape = structure(
    "ReplicationRule", id, priority, prefix, filter, status, sourceSelectionCriteria, existingObjectReplication,
    destination, deleteMarkerReplication)
}

enum ReplicationRuleFilter: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tag = Member<Values<ObjectTag>>("Tag")
  static let and = Member<Values<ReplicationRuleAndOperator>>("And")
  static let shape = structure("ReplicationRuleFilter", prefix, tag, and)
}

enum ReplicationRuleAndOperator: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tags = Member<[Values<ObjectTag>]>("Tags", .xmlName("Tag"), .flattened, .each([.xmlName("Tag")]))
  static let shape = structure("ReplicationRuleAndOperator", prefix, tags)
}

enum SourceSelectionCriteria: StructureShape {
  static let sseKmsEncryptedObjects = Member<Values<SseKmsEncryptedObjects>>("SseKmsEncryptedObjects")
  static let replicaModifications = Member<Values<ReplicaModifications>>("ReplicaModifications")
  static let shape = structure("SourceSelectionCriteria", sseKmsEncryptedObjects, replicaModifications)
}

enum SseKmsEncryptedObjects: StructureShape {
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let shape = structure("SseKmsEncryptedObjects", status)
}

enum ReplicaModifications: StructureShape {
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let shape = structure("ReplicaModifications", status)
}

enum ExistingObjectReplication: StructureShape {
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let shape = structure("ExistingObjectReplication", status)
}

enum ReplicationDestination: StructureShape {
  static let bucket = Required<String>("Bucket")
  static let account = Member<String>("Account")
  static let storageClass = Member<String>("StorageClass", .values(S3Values.storageClass))
  static let accessControlTranslation = Member<Values<AccessControlTranslation>>("AccessControlTranslation")
  static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let replicationTime = Member<Values<ReplicationTime>>("ReplicationTime")
  static let metrics = Member<Values<ReplicationMetrics>>("Metrics")
  static let shape = structure(
    "Destination", bucket, account, storageClass, accessControlTranslation, encryptionConfiguration, replicationTime,
    metrics)
}

enum AccessControlTranslation: StructureShape {
  static let owner = Required<String>("Owner", .values(["Destination"]))
  static let shape = structure("AccessControlTranslation", owner)
}

enum EncryptionConfiguration: StructureShape {
  static let replicaKmsKeyID = Member<String>("ReplicaKmsKeyID")
  static let shape = structure("EncryptionConfiguration", replicaKmsKeyID)
}

enum ReplicationTime: StructureShape {
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let time = Required<Values<ReplicationTimeValue>>("Time")
  static let shape = structure("ReplicationTime", status, time)
}

enum ReplicationTimeValue: StructureShape {
  static let minutes = Member<Int32>("Minutes")
  static let shape = structure("ReplicationTimeValue", minutes)
}

enum ReplicationMetrics: StructureShape {
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let eventThreshold = Member<Values<ReplicationTimeValue>>("EventThreshold")
  static let shape = structure("Metrics", status, eventThreshold)
}

enum DeleteMarkerReplication: StructureShape {
  static let status = Member<String>("Status", .values(["Enabled", "Disabled"]))
  static let shape = structure("DeleteMarkerReplication", status)
}
