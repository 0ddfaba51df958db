import Protocols
import Runtime

/// Deletes up to 100 tables; each that fails has its error.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchDeleteTable.html
enum BatchDeleteTable: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tablesToDelete = Required<[String]>(
      "TablesToDelete", .length(0...100), .each([GlueTraits.name, GlueTraits.line]))
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let shape = structure("BatchDeleteTableRequest", catalogID, databaseName, tablesToDelete, transactionID)
  }
  enum Output: StructureShape {
    static let errors = Member<[Values<TableError>]>("Errors")
    static let shape = structure("BatchDeleteTableResponse", errors)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let database = try CatalogReference.database(
      input[Input.databaseName], input[Input.catalogID], request, service)
    var errors: [Values<TableError>] = []
    for name in input[Input.tablesToDelete] {
      if let table = try service.store.find(table: name.lowercased(), in: database) {
        try service.store.delete(table: table.id)
        continue
      }
      errors.append(
        .with {
          $0[TableError.tableName] = name
          $0[TableError.errorDetail] = ErrorDetail.of(.tableNotFound(name))
        })
    }
    service.sweepAfterCommit()
    return .now(.with { $0[Output.errors] = errors })
  }
}
