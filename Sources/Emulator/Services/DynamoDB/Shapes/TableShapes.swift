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
  static let lastIncreaseDateTime = Member<Timestamp>("LastIncreaseDateTime")
  static let lastDecreaseDateTime = Member<Timestamp>("LastDecreaseDateTime")
  static let numberOfDecreasesToday = Member<Int>("NumberOfDecreasesToday")
  static let readCapacityUnits = Member<Int>("ReadCapacityUnits")
  static let writeCapacityUnits = Member<Int>("WriteCapacityUnits")
  static let shape = structure(
    "ProvisionedThroughputDescription", lastIncreaseDateTime, lastDecreaseDateTime, numberOfDecreasesToday,
    readCapacityUnits, writeCapacityUnits)
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
  static let lastUpdateDateTime = Member<Timestamp>("LastUpdateDateTime")
  static let shape = structure("TableClassSummary", tableClass, lastUpdateDateTime)
}

enum SSESpecification: StructureShape {
  static let enabled = Member<Bool>("Enabled")
  static let sseType = Member<String>("SSEType", .values(["AES256", "KMS"]))
  static let kmsMasterKeyID = Member<String>("KMSMasterKeyId")
  static let shape = structure("SSESpecification", enabled, sseType, kmsMasterKeyID)
}

enum SSEDescription: StructureShape {
  static let status = Member<String>("Status")
  static let sseType = Member<String>("SSEType")
  static let kmsMasterKeyARN = Member<String>("KMSMasterKeyArn")
  static let shape = structure("SSEDescription", status, sseType, kmsMasterKeyARN)
}
