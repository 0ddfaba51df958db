import Protocols
import Runtime

/// The tables in the order of their names, those that the expression matches, a page of up to 100.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetTables.html
enum GetTables: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let expression = Member<String>("Expression", .length(0...2048), GlueTraits.line)
    static let nextToken = Member<String>("NextToken")
    static let maxResults = Member<Int32>("MaxResults", .range(1...100))
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let queryAsOfTime = Member<Timestamp>("QueryAsOfTime", .notEmulated)
    static let auditContext = Member<Values<AuditContext>>("AuditContext", .notEmulated)
    static let includeStatusDetails = Member<Bool>("IncludeStatusDetails", .emulatedOnly(["false"]))
    static let attributesToGet = Member<[String]>("AttributesToGet", .each([.values(["NAME", "TABLE_TYPE"])]))
    static let shape = structure(
      "GetTablesRequest", catalogID, databaseName, expression, nextToken, maxResults, transactionID, queryAsOfTime,
      auditContext, includeStatusDetails, attributesToGet)
  }
  enum Output: StructureShape {
    static let tableList = Member<[Values<Table>]>("TableList")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("GetTablesResponse", tableList, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let database = try CatalogReference.database(
      input[Input.databaseName], input[Input.catalogID], request, service)
    var pattern: TablePattern?
    if let expression = input[Input.expression], !expression.isEmpty {
      pattern = TablePattern(expression)
      if pattern == nil { throw AWSError.invalidInput("Invalid expression: \(expression)") }
    }
    var after = ""
    if let token = input[Input.nextToken], !token.isEmpty {
      after = String(decoding: try PageToken.position(token), as: UTF8.self)
    }
    let limit = Int(input[Input.maxResults] ?? 100)
    var found = try service.store.tables(of: database, after: after, limit: limit + 1) { name in
      pattern?.matches(name) ?? true
    }
    let hasMore = found.count > limit
    if hasMore { found.removeLast() }
    let attributes = input[Input.attributesToGet] ?? []
    let page = attributes.isEmpty ? found : found.map { shortened($0, attributes) }
    return .now(
      .with {
        $0[Output.tableList] = page
        if hasMore, let last = found.last {
          $0[Output.nextToken] = PageToken.text(after: Array(last[Table.name].utf8))
        }
      })
  }

  private static func shortened(_ table: Values<Table>, _ attributes: [String]) -> Values<Table> {
    .with {
      $0[Table.name] = table[Table.name]
      if attributes.contains("TABLE_TYPE") { $0[Table.tableType] = table[Table.tableType] }
    }
  }
}
