import Protocols
import Runtime

/// Deletes the table with its partitions; what it describes stays in S3.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteTable.html
enum DeleteTable: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let shape = structure("DeleteTableRequest", catalogID, databaseName, name, transactionID)
  }
  enum Output: StructureShape {
    static let shape = structure("DeleteTableResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.name], in: input[Input.databaseName], input[Input.catalogID], request, service)
    try service.store.delete(table: table.id)
    service.sweepAfterCommit()
    return .now(Values())
  }
}
