import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html
enum CreateTable: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    /// For Iceberg tables only.
    static let name = Member<String>("Name", GlueTraits.name, GlueTraits.line, .notEmulated)
    static let tableInput = Member<Values<TableInput>>("TableInput")
    static let partitionIndexes = Member<[Values<PartitionIndex>]>("PartitionIndexes", .notEmulated)
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let openTableFormatInput = Member<Values<OpenTableFormatInput>>("OpenTableFormatInput", .notEmulated)
    static let shape = structure(
      "CreateTableRequest", catalogID, databaseName, name, tableInput, partitionIndexes, transactionID,
      openTableFormatInput)
  }
  enum Output: StructureShape {
    static let shape = structure("CreateTableResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let database = try CatalogReference.database(
      input[Input.databaseName], input[Input.catalogID], request, service)
    guard let new = input[Input.tableInput] else { throw AWSError.invalidInput("TableInput is required.") }
    let body = try Definition.table(new, in: database.body[Database.name], request)
    try service.store.insert(body, in: database)
    return .now(Values())
  }
}
