import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDatabase.html
enum CreateDatabase: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseInput = Required<Values<DatabaseInput>>("DatabaseInput")
    static let tags = Member<[String: String]>(
      "Tags", .notEmulated, .length(0...50), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let shape = structure("CreateDatabaseRequest", catalogID, databaseInput, tags)
  }
  enum Output: StructureShape {
    static let shape = structure("CreateDatabaseResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    try CatalogReference.check(input[Input.catalogID], request)
    let body = try Definition.database(input[Input.databaseInput], created: request.now, request.account)
    try service.store.insert(body, request.account, request.region)
    return .now(Values())
  }
}
