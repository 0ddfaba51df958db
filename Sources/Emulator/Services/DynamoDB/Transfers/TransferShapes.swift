import Protocols

enum ExportDescription: StructureShape {
  static let exportARN = Member<String>("ExportArn")
  static let exportStatus = Member<String>("ExportStatus")
  static let startTime = Member<Timestamp>("StartTime")
  static let endTime = Member<Timestamp>("EndTime")
  static let exportManifest = Member<String>("ExportManifest")
  static let tableARN = Member<String>("TableArn")
  static let tableID = Member<String>("TableId")
  static let exportTime = Member<Timestamp>("ExportTime")
  static let clientToken = Member<String>("ClientToken")
  static let s3Bucket = Member<String>("S3Bucket")
  static let s3BucketOwner = Member<String>("S3BucketOwner")
  static let s3Prefix = Member<String>("S3Prefix")
  static let s3SSEAlgorithm = Member<String>("S3SseAlgorithm")
  static let failureCode = Member<String>("FailureCode")
  static let failureMessage = Member<String>("FailureMessage")
  static let exportFormat = Member<String>("ExportFormat")
  static let billedSizeBytes = Member<Int>("BilledSizeBytes")
  static let itemCount = Member<Int>("ItemCount")
  static let exportType = Member<String>("ExportType")
  static let incrementalExportSpecification = Member<Values<IncrementalExportSpecification>>(
    "IncrementalExportSpecification")
  static let shape = structure(
    "ExportDescription", exportARN, exportStatus, startTime, endTime, exportManifest, tableARN, tableID, exportTime,
    clientToken, s3Bucket, s3BucketOwner, s3Prefix, s3SSEAlgorithm, failureCode, failureMessage, exportFormat,
    billedSizeBytes, itemCount, exportType, incrementalExportSpecification)
}

enum IncrementalExportSpecification: StructureShape {
  static let exportFromTime = Member<Timestamp>("ExportFromTime")
  static let exportToTime = Member<Timestamp>("ExportToTime")
  static let exportViewType = Member<String>("ExportViewType", .values(["NEW_IMAGE", "NEW_AND_OLD_IMAGES"]))
  static let shape = structure("IncrementalExportSpecification", exportFromTime, exportToTime, exportViewType)
}

enum S3BucketSource: StructureShape {
  static let s3BucketOwner = Member<String>("S3BucketOwner", .pattern("[0-9]{12}"))
  static let s3Bucket = Required<String>(
    "S3Bucket", .length(0...255), .pattern("^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$"))
  static let s3KeyPrefix = Member<String>("S3KeyPrefix", .length(0...1024))
  static let shape = structure("S3BucketSource", s3BucketOwner, s3Bucket, s3KeyPrefix)
}

enum InputFormatOptions: StructureShape {
  static let csv = Member<Values<CSVOptions>>("Csv")
  static let shape = structure("InputFormatOptions", csv)
}

enum CSVOptions: StructureShape {
  static let delimiter = Member<String>("Delimiter", .length(1...1), .pattern("[,;:|\\t ]"))
  static let headerList = Member<[String]>(
    "HeaderList", .length(1...255), .each([.length(1...65536), .pattern("[\\x20-\\x21\\x23-\\x2B\\x2D-\\x7E]*")]))
  static let shape = structure("CsvOptions", delimiter, headerList)
}

enum TableCreationParameters: StructureShape {
  static let tableName = Required<String>("TableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
  static let attributeDefinitions = Required<[Values<AttributeDefinition>]>("AttributeDefinitions")
  static let keySchema = Required<[Values<KeySchemaElement>]>("KeySchema", .length(1...Int.max))
  static let billingMode = Member<String>("BillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let sseSpecification = Member<Values<SSESpecification>>("SSESpecification")
  static let globalSecondaryIndexes = Member<[Values<GlobalSecondaryIndex>]>("GlobalSecondaryIndexes")
  static let shape = structure(
    "TableCreationParameters", tableName, attributeDefinitions, keySchema, billingMode, provisionedThroughput,
    onDemandThroughput, sseSpecification, globalSecondaryIndexes)
}

enum ImportTableDescription: StructureShape {
  static let importARN = Member<String>("ImportArn")
  static let importStatus = Member<String>("ImportStatus")
  static let tableARN = Member<String>("TableArn")
  static let tableID = Member<String>("TableId")
  static let clientToken = Member<String>("ClientToken")
  static let s3BucketSource = Member<Values<S3BucketSource>>("S3BucketSource")
  static let errorCount = Member<Int>("ErrorCount")
  static let inputFormat = Member<String>("InputFormat")
  static let inputFormatOptions = Member<Values<InputFormatOptions>>("InputFormatOptions")
  static let inputCompressionType = Member<String>("InputCompressionType")
  static let tableCreationParameters = Member<Values<TableCreationParameters>>("TableCreationParameters")
  static let startTime = Member<Timestamp>("StartTime")
  static let endTime = Member<Timestamp>("EndTime")
  static let processedSizeBytes = Member<Int>("ProcessedSizeBytes")
  static let processedItemCount = Member<Int>("ProcessedItemCount")
  static let importedItemCount = Member<Int>("ImportedItemCount")
  static let failureCode = Member<String>("FailureCode")
  static let failureMessage = Member<String>("FailureMessage")
  static let shape = structure(
    "ImportTableDescription", importARN, importStatus, tableARN, tableID, clientToken, s3BucketSource, errorCount,
    inputFormat, inputFormatOptions, inputCompressionType, tableCreationParameters, startTime, endTime,
    processedSizeBytes, processedItemCount, importedItemCount, failureCode, failureMessage)
}

extension Values {
  /// A description as the store keeps it; ours by construction.
  static func stored(_ json: [UInt8]) throws(AWSError) -> Values<S> { Values(try Structure(json: json, S.shape)) }
}
