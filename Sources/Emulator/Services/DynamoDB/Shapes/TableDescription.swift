import Protocols

enum LocalSecondaryIndexDescription: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let projection = Member<Values<Projected>>("Projection")
  static let indexSizeBytes = Member<Int>("IndexSizeBytes")
  static let itemCount = Member<Int>("ItemCount")
  static let indexARN = Member<String>("IndexArn")
  static let shape = structure(
    "LocalSecondaryIndexDescription", indexName, keySchema, projection, indexSizeBytes, itemCount, indexARN)
}

enum GlobalSecondaryIndexDescription: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let projection = Member<Values<Projected>>("Projection")
  static let indexStatus = Member<String>("IndexStatus")
  static let backfilling = Member<Bool>("Backfilling")
  static let provisionedThroughput = Member<Values<ProvisionedThroughputDescription>>("ProvisionedThroughput")
  static let indexSizeBytes = Member<Int>("IndexSizeBytes")
  static let itemCount = Member<Int>("ItemCount")
  static let indexARN = Member<String>("IndexArn")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let warmThroughput = Member<Values<IndexWarmThroughputDescription>>("WarmThroughput")
  static let shape = structure(
    "GlobalSecondaryIndexDescription", indexName, keySchema, projection, indexStatus, backfilling,
    provisionedThroughput, indexSizeBytes, itemCount, indexARN, onDemandThroughput, warmThroughput)
}

enum IndexWarmThroughputDescription: StructureShape {
  static let readUnitsPerSecond = Member<Int>("ReadUnitsPerSecond")
  static let writeUnitsPerSecond = Member<Int>("WriteUnitsPerSecond")
  static let status = Member<String>("Status")
  static let shape = structure(
    "GlobalSecondaryIndexWarmThroughputDescription", readUnitsPerSecond, status, writeUnitsPerSecond)
}

enum RestoreSummary: StructureShape {
  static let sourceBackupARN = Member<String>("SourceBackupArn")
  static let sourceTableARN = Member<String>("SourceTableArn")
  static let restoreDateTime = Member<Timestamp>("RestoreDateTime")
  static let restoreInProgress = Member<Bool>("RestoreInProgress")
  static let shape = structure(
    "RestoreSummary", sourceBackupARN, sourceTableARN, restoreDateTime, restoreInProgress)
}

enum TableDescription: StructureShape {
  static let attributeDefinitions = Member<[Values<AttributeDefinition>]>("AttributeDefinitions")
  static let tableName = Member<String>("TableName")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let tableStatus = Member<String>("TableStatus")
  static let creationDateTime = Member<Timestamp>("CreationDateTime")
  static let provisionedThroughput = Member<Values<ProvisionedThroughputDescription>>("ProvisionedThroughput")
  static let tableSizeBytes = Member<Int>("TableSizeBytes")
  static let itemCount = Member<Int>("ItemCount")
  static let tableARN = Member<String>("TableArn")
  static let tableID = Member<String>("TableId")
  static let billingModeSummary = Member<Values<BillingModeSummary>>("BillingModeSummary")
  static let localSecondaryIndexes = Member<[Values<LocalSecondaryIndexDescription>]>("LocalSecondaryIndexes")
  static let globalSecondaryIndexes = Member<[Values<GlobalSecondaryIndexDescription>]>("GlobalSecondaryIndexes")
  static let sseDescription = Member<Values<SSEDescription>>("SSEDescription")
  static let tableClassSummary = Member<Values<TableClassSummary>>("TableClassSummary")
  static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let warmThroughput = Member<Values<TableWarmThroughputDescription>>("WarmThroughput")
  static let streamSpecification = Member<Values<StreamSpecification>>("StreamSpecification")
  static let latestStreamLabel = Member<String>("LatestStreamLabel")
  static let latestStreamARN = Member<String>("LatestStreamArn")
  static let globalTableVersion = Member<String>("GlobalTableVersion")
  static let replicas = Member<[Values<ReplicaDescription>]>("Replicas")
  static let globalTableSettingsReplicationMode = Member<String>("GlobalTableSettingsReplicationMode")
  static let restoreSummary = Member<Values<RestoreSummary>>("RestoreSummary")
  static let shape = structure(
    "TableDescription", attributeDefinitions, tableName, keySchema, tableStatus, creationDateTime,
    provisionedThroughput, tableSizeBytes, itemCount, tableARN, tableID, billingModeSummary, localSecondaryIndexes,
    globalSecondaryIndexes, sseDescription, tableClassSummary, deletionProtectionEnabled, onDemandThroughput,
    warmThroughput, streamSpecification, latestStreamLabel, latestStreamARN, globalTableVersion, replicas,
    globalTableSettingsReplicationMode, restoreSummary)

  /// `status` is the table's, and in CREATING its indexes' too. While a table is being deleted its definitions, schema,
  /// indexes and time of creation are not told (recorded from AWS).
  static func of(
    _ table: Table, status: String, _ store: DynamoDBStore, now: Timestamp
  ) -> Values<TableDescription> {
    let definition = table.definition
    let contents = store.rows.contents(ofSpace: table.id)
    var out = Values<TableDescription>()
    if status != "DELETING" {
      out[attributeDefinitions] = definition[TableDefinition.attributeDefinitions]
      out[keySchema] = definition[TableDefinition.keySchema]
      out[creationDateTime] = Timestamp(milliseconds: Int64(table.created))
    }
    out[tableName] = table.name
    out[tableStatus] = status
    out[provisionedThroughput] = ThroughputChanges.described(
      definition[TableDefinition.provisionedThroughput], definition[TableDefinition.throughputChanges], now)
    out[tableSizeBytes] = contents.bytes
    out[itemCount] = contents.items
    out[tableARN] = table.arn
    out[tableID] = table.uuid
    if let since = definition[TableDefinition.paidByRequestSince] {
      out[billingModeSummary] = .with {
        $0[BillingModeSummary.billingMode] = table.throughput == nil ? "PAY_PER_REQUEST" : "PROVISIONED"
        $0[BillingModeSummary.lastUpdateToPayPerRequestDateTime] = since
      }
    }
    if let tableClass = definition[TableDefinition.tableClass] {
      out[tableClassSummary] = .with {
        $0[TableClassSummary.tableClass] = tableClass
        $0[TableClassSummary.lastUpdateDateTime] = definition[TableDefinition.tableClassChanged]
      }
    }
    if let key = definition[TableDefinition.kmsKeyARN] {
      out[sseDescription] = .with {
        $0[SSEDescription.status] = "ENABLED"
        $0[SSEDescription.sseType] = "KMS"
        $0[SSEDescription.kmsMasterKeyARN] = key
      }
    }
    out[deletionProtectionEnabled] = definition[TableDefinition.deletionProtectionEnabled] ?? false
    out[onDemandThroughput] = definition[TableDefinition.onDemandThroughput]
    let warm = WarmLevel(definition[TableDefinition.warmThroughput], table.throughput)
    out[warmThroughput] = .with {
      $0[TableWarmThroughputDescription.readUnitsPerSecond] = warm.read
      $0[TableWarmThroughputDescription.writeUnitsPerSecond] = warm.write
      $0[TableWarmThroughputDescription.status] = "ACTIVE"
    }
    if status == "DELETING" { return out }
    var local: [Values<LocalSecondaryIndexDescription>] = []
    var global: [Values<GlobalSecondaryIndexDescription>] = []
    for index in table.indexes {
      let contents = store.rows.contents(ofSpace: index.id)
      if index.isLocal {
        local.append(described(local: index, of: table, contents))
      } else {
        global.append(described(global: index, of: table, contents, status, now))
      }
    }
    if !local.isEmpty { out[localSecondaryIndexes] = local }
    if !global.isEmpty { out[globalSecondaryIndexes] = global }
    return out
  }

  private static func described(
    local index: SecondaryIndex, of table: Table, _ contents: ItemRows.Contents
  ) -> Values<LocalSecondaryIndexDescription> {
    .with { out in
      out[LocalSecondaryIndexDescription.indexName] = index.name
      out[LocalSecondaryIndexDescription.keySchema] = index.definition[IndexDefinition.keySchema]
      out[LocalSecondaryIndexDescription.projection] = index.definition[IndexDefinition.projection]
      out[LocalSecondaryIndexDescription.indexSizeBytes] = contents.bytes
      out[LocalSecondaryIndexDescription.itemCount] = contents.items
      out[LocalSecondaryIndexDescription.indexARN] = table.arn + "/index/" + index.name
    }
  }

  private static func described(
    global index: SecondaryIndex, of table: Table, _ contents: ItemRows.Contents, _ tableStatus: String,
    _ now: Timestamp
  ) -> Values<GlobalSecondaryIndexDescription> {
    .with { out in
      let definition = index.definition
      out[GlobalSecondaryIndexDescription.indexName] = index.name
      out[GlobalSecondaryIndexDescription.keySchema] = definition[IndexDefinition.keySchema]
      out[GlobalSecondaryIndexDescription.projection] = definition[IndexDefinition.projection]
      switch tableStatus {
      case "CREATING": out[GlobalSecondaryIndexDescription.indexStatus] = tableStatus
      default:
        out[GlobalSecondaryIndexDescription.indexStatus] = index.isFilling ? "CREATING" : "ACTIVE"
        if index.isFilling { out[GlobalSecondaryIndexDescription.backfilling] = true }
      }
      out[GlobalSecondaryIndexDescription.provisionedThroughput] = ThroughputChanges.described(
        definition[IndexDefinition.provisionedThroughput], definition[IndexDefinition.throughputChanges], now)
      out[GlobalSecondaryIndexDescription.indexSizeBytes] = contents.bytes
      out[GlobalSecondaryIndexDescription.itemCount] = contents.items
      out[GlobalSecondaryIndexDescription.indexARN] = table.arn + "/index/" + index.name
      out[GlobalSecondaryIndexDescription.onDemandThroughput] = definition[IndexDefinition.onDemandThroughput]
      let warm = WarmLevel(definition[IndexDefinition.warmThroughput], index.throughput)
      out[GlobalSecondaryIndexDescription.warmThroughput] = .with {
        $0[IndexWarmThroughputDescription.readUnitsPerSecond] = warm.read
        $0[IndexWarmThroughputDescription.writeUnitsPerSecond] = warm.write
        $0[IndexWarmThroughputDescription.status] = "ACTIVE"
      }
    }
  }
}
