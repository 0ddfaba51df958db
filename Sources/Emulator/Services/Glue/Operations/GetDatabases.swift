import Protocols
import Runtime

/// The databases in the order of their names, a page of up to 100.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetDatabases.html
enum GetDatabases: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let nextToken = Member<String>("NextToken")
    static let maxResults = Member<Int32>("MaxResults", .range(1...100))
    static let resourceShareType = Member<String>(
      "ResourceShareType", .values(["FOREIGN", "ALL", "FEDERATED"]), .emulatedOnly(["ALL"]))
    static let attributesToGet = Member<[String]>("AttributesToGet", .each([.values(["NAME", "TARGET_DATABASE"])]))
    static let shape = structure(
      "GetDatabasesRequest", catalogID, nextToken, maxResults, resourceShareType, attributesToGet)
  }
  enum Output: StructureShape {
    static let databaseList = Required<[Values<Database>]>("DatabaseList")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("GetDatabasesResponse", databaseList, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    try CatalogReference.check(input[Input.catalogID], request)
    var after = ""
    if let token = input[Input.nextToken], !token.isEmpty {
      after = String(decoding: try PageToken.position(token), as: UTF8.self)
    }
    let limit = Int(input[Input.maxResults] ?? 100)
    var found = try service.store.databases(request.account, request.region, after: after, limit: limit + 1)
    let hasMore = found.count > limit
    if hasMore { found.removeLast() }
    let page = (input[Input.attributesToGet] ?? []).isEmpty ? found : found.map(named)
    return .now(
      .with {
        $0[Output.databaseList] = page
        if hasMore, let last = found.last {
          $0[Output.nextToken] = PageToken.text(after: Array(last[Database.name].utf8))
        }
      })
  }

  /// AttributesToGet: the name stands in every answer, and no database here is a link to a target.
  private static func named(_ database: Values<Database>) -> Values<Database> {
    .with { $0[Database.name] = database[Database.name] }
  }
}
