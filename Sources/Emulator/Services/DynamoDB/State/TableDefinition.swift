import Protocols

/// Everything that was asked of a table and that stays until it is asked for otherwise: the store keeps it as JSON.
/// A further setting is a further member; tables that were stored before it lack it.
enum TableDefinition: StructureShape {
  static let attributeDefinitions = Required<[Values<AttributeDefinition>]>("AttributeDefinitions")
  static let keySchema = Required<[Values<KeySchemaElement>]>("KeySchema")
  /// Absent when the table is paid by request.
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  /// Whether BillingMode was ever PAY_PER_REQUEST, and since when at the last.
  static let paidByRequestSince = Member<Timestamp>("PaidByRequestSince")
  static let throughputChanges = Member<Values<ThroughputChanges>>("ThroughputChanges")
  static let tableClass = Member<String>("TableClass")
  static let tableClassChanged = Member<Timestamp>("TableClassChanged")
  /// Absent when the key is AWS's own.
  static let kmsKeyARN = Member<String>("KMSKeyArn")
  static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
  /// When UpdateTable changed it at the last, and when it was deleted, where that takes its time (`TableStatus`).
  static let changed = Member<Timestamp>("Changed")
  static let deleted = Member<Timestamp>("Deleted")
  /// Set as long as anything follows the table's changes (a stream, a Kinesis destination): only then does a write
  /// tell `DynamoDBStore.follower`.
  static let isFollowed = Member<Bool>("IsFollowed")
  /// The regions of the table's other replicas, in no order; absent: it is no global table.
  static let replicas = Member<[String]>("Replicas")
  /// The region from whose table it was made as a replica.
  static let replicaSource = Member<String>("ReplicaSource")
  /// While a new replica is filled: the key up to which it is (empty: nothing yet).
  static let replicaFilledTo = Member<Blob>("ReplicaFilledTo")
  /// Filled, and active once the writes up to this number have come (`ReplicationStore`).
  static let replicaActiveAfter = Member<Int>("ReplicaActiveAfter")
  static let insights = Member<Values<Insights>>("Insights")
  static let shape = structure(
    "TableDefinition", attributeDefinitions, keySchema, provisionedThroughput, paidByRequestSince,
    throughputChanges, tableClass, tableClassChanged, kmsKeyARN, deletionProtectionEnabled, onDemandThroughput,
    warmThroughput, changed, deleted, isFollowed, replicas, replicaSource, replicaFilledTo, replicaActiveAfter,
    insights)

  /// The attributes of a key schema with their types; the definitions have them all.
  static func keyAttributes(
    _ schema: [Values<KeySchemaElement>], of definition: Values<TableDefinition>
  ) -> [KeyAttribute] {
    schema.map { element in
      let name = element[KeySchemaElement.attributeName]
      let found = definition[attributeDefinitions].first { $0[AttributeDefinition.attributeName] == name }
      let type = AttributeType.allCases.first { $0.name == found?[AttributeDefinition.attributeType] }
      return KeyAttribute(name, type ?? .string)
    }
  }
}

/// A secondary index as the store keeps it.
enum IndexDefinition: StructureShape {
  static let indexName = Required<String>("IndexName")
  static let isLocal = Required<Bool>("IsLocal")
  static let keySchema = Required<[Values<KeySchemaElement>]>("KeySchema")
  static let projection = Required<Values<Projected>>("Projection")
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  static let throughputChanges = Member<Values<ThroughputChanges>>("ThroughputChanges")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
  static let insights = Member<Values<Insights>>("Insights")
  static let shape = structure(
    "IndexDefinition", indexName, isLocal, keySchema, projection, provisionedThroughput, throughputChanges,
    onDemandThroughput, warmThroughput, insights)
}
