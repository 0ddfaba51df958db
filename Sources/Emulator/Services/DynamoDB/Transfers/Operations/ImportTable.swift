import Protocols
import Runtime
import Storage

/// Makes a table from files in S3, DynamoDB JSON or CSV, plain or gzip'ed. It is CREATING until a worker has filled it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ImportTable.html
enum ImportTable: AWSOperation {
  enum Input: StructureShape {
    static let clientToken = Member<String>("ClientToken", .pattern("^[^\\$]+$"), .idempotencyToken)
    static let s3BucketSource = Required<Values<S3BucketSource>>("S3BucketSource")
    static let inputFormat = Required<String>("InputFormat", .emulatedOnly(["DYNAMODB_JSON", "CSV"]))
    static let inputFormatOptions = Member<Values<InputFormatOptions>>("InputFormatOptions")
    static let inputCompressionType = Member<String>("InputCompressionType", .emulatedOnly(["GZIP", "NONE"]))
    static let tableCreationParameters = Required<Values<TableCreationParameters>>("TableCreationParameters")
    static let shape = structure(
      "ImportTableInput", clientToken, s3BucketSource, inputFormat, inputFormatOptions, inputCompressionType,
      tableCreationParameters)
  }
  enum Output: StructureShape {
    static let importTableDescription = Member<Values<ImportTableDescription>>("ImportTableDescription")
    static let shape = structure("ImportTableOutput", importTableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let parameters = input[Input.tableCreationParameters]
    let format = input[Input.inputFormat]
    if format != "CSV" && input[Input.inputFormatOptions]?.has(InputFormatOptions.csv) ?? false {
      throw AWSError.validation("InputFormatOptions.Csv can only be specified when InputFormat is CSV")
    }
    let token = input[Input.clientToken] ?? service.ids.uuid()
    if let present = try service.transfers.find(.import, token: token, of: request.account, request.region) {
      let description = try Values<ImportTableDescription>.stored(present.description)
      if description[ImportTableDescription.tableCreationParameters]?[TableCreationParameters.tableName]
        != parameters[TableCreationParameters.tableName]
      {
        throw AWSError("ImportConflictException", "The client token was already used for another import")
      }
      return .now(.with { $0[Output.importTableDescription] = description })
    }
    // The table is made as CreateTable makes it, with all its rules.
    let made = try create(parameters, request, service)
    let now = Int(request.now.milliseconds)
    let arn = Backup.arn(of: made, "import", at: now, service.ids.hex(8))
    let description = Values<ImportTableDescription>.with { out in
      out[ImportTableDescription.importARN] = arn
      out[ImportTableDescription.importStatus] = "IN_PROGRESS"
      out[ImportTableDescription.tableARN] = made.arn
      out[ImportTableDescription.tableID] = made.uuid
      out[ImportTableDescription.clientToken] = token
      out[ImportTableDescription.s3BucketSource] = input[Input.s3BucketSource]
      out[ImportTableDescription.errorCount] = 0
      out[ImportTableDescription.inputFormat] = format
      out[ImportTableDescription.inputFormatOptions] = input[Input.inputFormatOptions]
      out[ImportTableDescription.inputCompressionType] = input[Input.inputCompressionType] ?? "NONE"
      out[ImportTableDescription.tableCreationParameters] = parameters
      out[ImportTableDescription.startTime] = request.now
      out[ImportTableDescription.processedSizeBytes] = 0
      out[ImportTableDescription.processedItemCount] = 0
      out[ImportTableDescription.importedItemCount] = 0
    }
    try service.transfers.add(
      Transfer(
        id: 0, kind: .import, arn: arn, account: request.account, region: request.region, tableID: made.id,
        tableARN: made.arn, status: "IN_PROGRESS", clientToken: token, description: description.structure.json))
    service.store.round.afterCommit { service.transferSignal.raise() }
    return .now(.with { $0[Output.importTableDescription] = description })
  }

  private static func create(
    _ parameters: Values<TableCreationParameters>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    var creation = Values<CreateTable.Input>()
    let name = parameters[TableCreationParameters.tableName]
    creation[CreateTable.Input.tableName] = name
    creation[CreateTable.Input.attributeDefinitions] = parameters[TableCreationParameters.attributeDefinitions]
    creation[CreateTable.Input.keySchema] = parameters[TableCreationParameters.keySchema]
    creation[CreateTable.Input.billingMode] = parameters[TableCreationParameters.billingMode]
    creation[CreateTable.Input.provisionedThroughput] = parameters[TableCreationParameters.provisionedThroughput]
    creation[CreateTable.Input.onDemandThroughput] = parameters[TableCreationParameters.onDemandThroughput]
    creation[CreateTable.Input.sseSpecification] = parameters[TableCreationParameters.sseSpecification]
    creation[CreateTable.Input.globalSecondaryIndexes] = parameters[TableCreationParameters.globalSecondaryIndexes]
    _ = try CreateTable.perform(creation, request, service)
    guard let table = service.store.table(request.account, request.region, name) else {
      throw AWSError.internal("an imported table was not made")
    }
    return table
  }
}
