import Protocols

enum AttributeDefinition: StructureShape {
  static let attributeName = Required<String>("AttributeName", DynamoDBTraits.keyNameLength)
  static let attributeType = Required<String>("AttributeType", .values(["B", "N", "S"]))
  static let shape = structure("AttributeDefinition", attributeName, attributeType)
}

enum KeySchemaElement: StructureShape {
  static let attributeName = Required<String>("AttributeName", DynamoDBTraits.keyNameLength)
  static let keyType = Required<String>("KeyType", .values(["HASH", "RANGE"]))
  static let shape = structure("KeySchemaElement", attributeName, keyType)
}

enum ProvisionedThroughput: StructureShape {
  static let readCapacityUnits = Required<Int>("ReadCapacityUnits", .atLeast(1))
  static let writeCapacityUnits = Required<Int>("WriteCapacityUnits", .atLeast(1))
  static let shape = structure("ProvisionedThroughput", writeCapacityUnits, readCapacityUnits)
}

enum Tag: StructureShape {
  static let key = Required<String>("Key", .length(1...128))
  static let value = Required<String>("Value", .length(0...256))
  static let shape = structure("Tag", key, value)
}

enum Projected: StructureShape {
  static let projectionType = Member<String>("ProjectionType", .values(["ALL", "INCLUDE", "KEYS_ONLY"]))
  static let nonKeyAttributes = Member<[String]>("NonKeyAttributes", .length(1...20), .each([.length(1...255)]))
  static let shape = structure("Projection", projectionType, nonKeyAttributes)
}

enum LocalSecondaryIndex: StructureShape {
  static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
  static let keySchema = Required<[Values<KeySchemaElement>]>("KeySchema", .length(1...Int.max))
  static let projection = Required<Values<Projected>>("Projection")
  static let shape = structure("LocalSecondaryIndex", indexName, keySchema, projection)
}

enum GlobalSecondaryIndex: StructureShape {
  static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
  static let keySchema = Required<[Values<KeySchemaElement>]>("KeySchema", .length(1...Int.max))
  static let projection = Required<Values<Projected>>("Projection")
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
  static let shape = structure(
    "GlobalSecondaryIndex", indexName, keySchema, projection, provisionedThroughput, onDemandThroughput, warmThroughput)
}

enum OnDemandThroughput: StructureShape {
  static let maxReadRequestUnits = Member<Int>("MaxReadRequestUnits")
  static let maxWriteRequestUnits = Member<Int>("MaxWriteRequestUnits")
  static let shape = structure("OnDemandThroughput", maxReadRequestUnits, maxWriteRequestUnits)
}

enum WarmThroughput: StructureShape {
  static let readUnitsPerSecond = Member<Int>("ReadUnitsPerSecond")
  static let writeUnitsPerSecond = Member<Int>("WriteUnitsPerSecond")
  static let shape = structure("WarmThroughput", readUnitsPerSecond, writeUnitsPerSecond)
}

enum ProvisionedThroughputDescription: StructureShape {
  static let numberOfDecreasesToday = Member<Int>("NumberOfDecreasesToday")
  static let readCapacityUnits = Member<Int>("ReadCapacityUnits")
  static let writeCapacityUnits = Member<Int>("WriteCapacityUnits")
  static let shape = structure(
    "ProvisionedThroughputDescription", numberOfDecreasesToday, readCapacityUnits, writeCapacityUnits)
}

enum BillingModeSummary: StructureShape {
  static let billingMode = Member<String>("BillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
  static let lastUpdateToPayPerRequestDateTime = Member<Timestamp>("LastUpdateToPayPerRequestDateTime")
  static let shape = structure("BillingModeSummary", billingMode, lastUpdateToPayPerRequestDateTime)
}

enum TableWarmThroughputDescription: StructureShape {
  static let readUnitsPerSecond = Member<Int>("ReadUnitsPerSecond")
  static let writeUnitsPerSecond = Member<Int>("WriteUnitsPerSecond")
  static let status = Member<String>("Status")
  static let shape = structure("TableWarmThroughputDescription", readUnitsPerSecond, status, writeUnitsPerSecond)
}

enum TableClassSummary: StructureShape {
  static let tableClass = Member<String>("TableClass", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
  static let shape = structure("TableClassSummary", tableClass)
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
  static let tableClassSummary = Member<Values<TableClassSummary>>("TableClassSummary")
  static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled")
  static let warmThroughput = Member<Values<TableWarmThroughputDescription>>("WarmThroughput")
  static let streamSpecification = Member<Values<StreamSpecification>>("StreamSpecification")
  static let latestStreamLabel = Member<String>("LatestStreamLabel")
  static let latestStreamARN = Member<String>("LatestStreamArn")
  static let shape = structure(
    "TableDescription", attributeDefinitions, tableName, keySchema, tableStatus, creationDateTime,
    provisionedThroughput, tableSizeBytes, itemCount, tableARN, tableID, billingModeSummary, tableClassSummary,
    deletionProtectionEnabled, warmThroughput, streamSpecification, latestStreamLabel, latestStreamARN)

  /// While a table is being deleted its definitions, schema and time of creation are not told (recorded from AWS).
  static func of(
    _ table: Table, status: String, _ store: DynamoDBStore
  ) throws(AWSError) -> Values<TableDescription> {
    let contents = try store.rows.contents(ofSpace: table.id)
    return .with { out in
      if status != "DELETING" {
        out[attributeDefinitions] = table.definition[TableDefinition.attributeDefinitions]
        out[keySchema] = table.definition[TableDefinition.keySchema]
        out[creationDateTime] = Timestamp(milliseconds: Int64(table.created))
      }
      out[tableName] = table.name
      out[tableStatus] = status
      out[provisionedThroughput] = .with {
        $0[ProvisionedThroughputDescription.numberOfDecreasesToday] = 0
        $0[ProvisionedThroughputDescription.readCapacityUnits] = table.throughput?.read ?? 0
        $0[ProvisionedThroughputDescription.writeCapacityUnits] = table.throughput?.write ?? 0
      }
      out[tableSizeBytes] = contents.bytes
      out[itemCount] = contents.items
      out[tableARN] = table.arn
      out[tableID] = table.uuid
      if table.throughput == nil {
        out[billingModeSummary] = .with {
          $0[BillingModeSummary.billingMode] = "PAY_PER_REQUEST"
          $0[BillingModeSummary.lastUpdateToPayPerRequestDateTime] = Timestamp(milliseconds: Int64(table.created))
        }
      }
      if let tableClass = table.definition[TableDefinition.tableClass] {
        out[tableClassSummary] = .with { $0[TableClassSummary.tableClass] = tableClass }
      }
      out[deletionProtectionEnabled] = false
      // An on-demand table is warm for 12,000 reads and 4,000 writes a second (recorded from AWS).
      out[warmThroughput] = .with {
        $0[TableWarmThroughputDescription.readUnitsPerSecond] = table.throughput?.read ?? 12000
        $0[TableWarmThroughputDescription.writeUnitsPerSecond] = table.throughput?.write ?? 4000
        $0[TableWarmThroughputDescription.status] = "ACTIVE"
      }
    }
  }
}
