import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetTable.html
enum GetTable: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let queryAsOfTime = Member<Timestamp>("QueryAsOfTime", .notEmulated)
    static let auditContext = Member<Values<AuditContext>>("AuditContext", .notEmulated)
    static let includeStatusDetails = Member<Bool>("IncludeStatusDetails", .emulatedOnly(["false"]))
    static let shape = structure(
      "GetTableRequest", catalogID, databaseName, name, transactionID, queryAsOfTime, auditContext, includeStatusDetails
    )
  }
  enum Output: StructureShape {
    static let table = Member<Values<Table>>("Table")
    static let shape = structure("GetTableResponse", table)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.name], in: input[Input.databaseName], input[Input.catalogID], request, service)
    return .now(.with { $0[Output.table] = table.body })
  }
}
