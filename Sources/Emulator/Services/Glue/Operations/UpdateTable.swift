import Protocols
import Runtime

/// Replaces the definition of the table that TableInput names.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateTable.html
enum UpdateTable: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    /// For Iceberg tables only.
    static let name = Member<String>("Name", GlueTraits.name, GlueTraits.line, .notEmulated)
    static let tableInput = Member<Values<TableInput>>("TableInput")
    /// Older versions are not kept either way.
    static let skipArchive = Member<Bool>("SkipArchive", .emulatedOnly(["true", "false"]))
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let versionID = Member<String>("VersionId", GlueTraits.name, GlueTraits.line)
    static let viewUpdateAction = Member<String>(
      "ViewUpdateAction", .values(["ADD", "REPLACE", "ADD_OR_REPLACE", "DROP"]), .notEmulated)
    static let force = Member<Bool>("Force", .emulatedOnly(["false"]))
    static let updateOpenTableFormatInput = Member<Values<UpdateOpenTableFormatInput>>(
      "UpdateOpenTableFormatInput", .notEmulated)
    static let shape = structure(
      "UpdateTableRequest", catalogID, databaseName, name, tableInput, skipArchive, transactionID, versionID,
      viewUpdateAction, force, updateOpenTableFormatInput)
  }
  enum Output: StructureShape {
    static let shape = structure("UpdateTableResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    guard let new = input[Input.tableInput] else { throw AWSError.invalidInput("TableInput is required.") }
    var table = try CatalogReference.table(
      new[TableInput.name], in: input[Input.databaseName], input[Input.catalogID], request, service)
    if let version = input[Input.versionID], version != table.body[Table.versionID] {
      throw AWSError.updatedMeanwhile()
    }
    table.body = try Definition.table(
      new, in: table.body[Table.databaseName] ?? "", replacing: table.body, request)
    try service.store.update(table)
    return .now(Values())
  }
}
