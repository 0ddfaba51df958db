import Protocols
import Runtime

/// Replaces the definition; the name stays.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateDatabase.html
enum UpdateDatabase: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
    static let databaseInput = Required<Values<DatabaseInput>>("DatabaseInput")
    static let shape = structure("UpdateDatabaseRequest", catalogID, name, databaseInput)
  }
  enum Output: StructureShape {
    static let shape = structure("UpdateDatabaseResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    var database = try CatalogReference.database(
      input[Input.name], input[Input.catalogID], request, service)
    let new = input[Input.databaseInput]
    let name = database.body[Database.name]
    if new[DatabaseInput.name].lowercased() != name {
      throw AWSError.invalidInput("Database rename is not supported.")
    }
    database.body = try Definition.database(
      new, created: database.body[Database.createTime] ?? request.now, request.account)
    try service.store.update(database)
    return .now(Values())
  }
}
