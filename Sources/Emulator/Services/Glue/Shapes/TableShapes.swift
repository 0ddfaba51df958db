import Protocols

enum TableInput: StructureShape {
  static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
  static let description = Member<String>("Description", .length(0...2048), GlueTraits.text)
  static let owner = Member<String>("Owner", GlueTraits.name, GlueTraits.line)
  static let lastAccessTime = Member<Timestamp>("LastAccessTime")
  static let lastAnalyzedTime = Member<Timestamp>("LastAnalyzedTime")
  static let retention = Member<Int32>("Retention", .atLeast(0))
  static let storageDescriptor = Member<Values<StorageDescriptor>>("StorageDescriptor")
  static let partitionKeys = Member<[Values<Column>]>("PartitionKeys")
  static let viewOriginalText = Member<String>("ViewOriginalText", .length(0...409600))
  static let viewExpandedText = Member<String>("ViewExpandedText", .length(0...409600))
  static let tableType = Member<String>("TableType", .length(0...255))
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let targetTable = Member<Values<TableIdentifier>>("TargetTable", .notEmulated)
  static let viewDefinition = Member<Values<ViewDefinitionInput>>("ViewDefinition", .notEmulated)
  static let shape = structure(
    "TableInput", name, description, owner, lastAccessTime, lastAnalyzedTime, retention, storageDescriptor,
    partitionKeys, viewOriginalText, viewExpandedText, tableType, parameters, targetTable, viewDefinition)
}

enum Table: StructureShape {
  static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
  static let databaseName = Member<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
  static let description = Member<String>("Description", .length(0...2048), GlueTraits.text)
  static let owner = Member<String>("Owner", GlueTraits.name, GlueTraits.line)
  static let createTime = Member<Timestamp>("CreateTime")
  static let updateTime = Member<Timestamp>("UpdateTime")
  static let lastAccessTime = Member<Timestamp>("LastAccessTime")
  static let lastAnalyzedTime = Member<Timestamp>("LastAnalyzedTime")
  static let retention = Member<Int32>("Retention", .atLeast(0))
  static let storageDescriptor = Member<Values<StorageDescriptor>>("StorageDescriptor")
  static let partitionKeys = Member<[Values<Column>]>("PartitionKeys")
  static let viewOriginalText = Member<String>("ViewOriginalText", .length(0...409600))
  static let viewExpandedText = Member<String>("ViewExpandedText", .length(0...409600))
  static let tableType = Member<String>("TableType", .length(0...255))
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let createdBy = Member<String>("CreatedBy", GlueTraits.name, GlueTraits.line)
  static let isRegisteredWithLakeFormation = Member<Bool>("IsRegisteredWithLakeFormation")
  static let targetTable = Member<Values<TableIdentifier>>("TargetTable")
  static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
  static let versionID = Member<String>("VersionId", GlueTraits.name, GlueTraits.line)
  static let federatedTable = Member<Values<FederatedTable>>("FederatedTable")
  static let viewDefinition = Member<Values<ViewDefinition>>("ViewDefinition")
  static let isMultiDialectView = Member<Bool>("IsMultiDialectView")
  static let isMaterializedView = Member<Bool>("IsMaterializedView")
  static let status = Member<Values<TableStatus>>("Status")
  static let shape = structure(
    "Table", name, databaseName, description, owner, createTime, updateTime, lastAccessTime, lastAnalyzedTime,
    retention, storageDescriptor, partitionKeys, viewOriginalText, viewExpandedText, tableType, parameters, createdBy,
    isRegisteredWithLakeFormation, targetTable, catalogID, versionID, federatedTable, viewDefinition,
    isMultiDialectView, isMaterializedView, status)
}

enum StorageDescriptor: StructureShape {
  static let columns = Member<[Values<Column>]>("Columns")
  static let location = Member<String>("Location", .length(0...2056), GlueTraits.text)
  static let additionalLocations = Member<[String]>("AdditionalLocations", .each([.length(0...2056), GlueTraits.text]))
  static let inputFormat = Member<String>("InputFormat", .length(0...128), GlueTraits.line)
  static let outputFormat = Member<String>("OutputFormat", .length(0...128), GlueTraits.line)
  static let compressed = Member<Bool>("Compressed")
  static let numberOfBuckets = Member<Int32>("NumberOfBuckets")
  static let serdeInfo = Member<Values<SerDeInfo>>("SerdeInfo")
  static let bucketColumns = Member<[String]>("BucketColumns", .each([GlueTraits.name, GlueTraits.line]))
  static let sortColumns = Member<[Values<Order>]>("SortColumns")
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let skewedInfo = Member<Values<SkewedInfo>>("SkewedInfo")
  static let storedAsSubDirectories = Member<Bool>("StoredAsSubDirectories")
  static let schemaReference = Member<Values<SchemaReference>>("SchemaReference", .notEmulated)
  static let shape = structure(
    "StorageDescriptor", columns, location, additionalLocations, inputFormat, outputFormat, compressed, numberOfBuckets,
    serdeInfo, bucketColumns, sortColumns, parameters, skewedInfo, storedAsSubDirectories, schemaReference)
}

enum Column: StructureShape {
  static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
  static let type = Member<String>("Type", .length(0...131072), GlueTraits.line)
  static let comment = Member<String>("Comment", .length(0...255), GlueTraits.line)
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let shape = structure("Column", name, type, comment, parameters)
}

enum SerDeInfo: StructureShape {
  static let name = Member<String>("Name", GlueTraits.name, GlueTraits.line)
  static let serializationLibrary = Member<String>("SerializationLibrary", GlueTraits.name, GlueTraits.line)
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let shape = structure("SerDeInfo", name, serializationLibrary, parameters)
}

enum Order: StructureShape {
  static let column = Required<String>("Column", GlueTraits.name, GlueTraits.line)
  static let sortOrder = Required<Int32>("SortOrder", .range(0...1))
  static let shape = structure("Order", column, sortOrder)
}

enum SkewedInfo: StructureShape {
  static let skewedColumnNames = Member<[String]>("SkewedColumnNames", .each([GlueTraits.name, GlueTraits.line]))
  static let skewedColumnValues = Member<[String]>("SkewedColumnValues")
  static let skewedColumnValueLocationMaps = Member<[String: String]>("SkewedColumnValueLocationMaps")
  static let shape = structure("SkewedInfo", skewedColumnNames, skewedColumnValues, skewedColumnValueLocationMaps)
}

enum TableError: StructureShape {
  static let tableName = Member<String>("TableName", GlueTraits.name, GlueTraits.line)
  static let errorDetail = Member<Values<ErrorDetail>>("ErrorDetail")
  static let shape = structure("TableError", tableName, errorDetail)
}

enum ErrorDetail: StructureShape {
  static let errorCode = Member<String>("ErrorCode", GlueTraits.name, GlueTraits.line)
  static let errorMessage = Member<String>("ErrorMessage", .length(0...2048), GlueTraits.text)
  static let shape = structure("ErrorDetail", errorCode, errorMessage)
}

// What the emulator's tables do not have: other catalogs' tables, multi-dialect views, schema registries, Iceberg's own
// input.

enum TableIdentifier: StructureShape { static let shape = structure("TableIdentifier") }

enum ViewDefinitionInput: StructureShape { static let shape = structure("ViewDefinitionInput") }

enum ViewDefinition: StructureShape { static let shape = structure("ViewDefinition") }

enum FederatedTable: StructureShape { static let shape = structure("FederatedTable") }

enum TableStatus: StructureShape { static let shape = structure("TableStatus") }

enum SchemaReference: StructureShape { static let shape = structure("SchemaReference") }

enum OpenTableFormatInput: StructureShape { static let shape = structure("OpenTableFormatInput") }

enum UpdateOpenTableFormatInput: StructureShape { static let shape = structure("UpdateOpenTableFormatInput") }

enum PartitionIndex: StructureShape { static let shape = structure("PartitionIndex") }

enum AuditContext: StructureShape { static let shape = structure("AuditContext") }

enum QuerySessionContext: StructureShape { static let shape = structure("QuerySessionContext") }
