import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetDatabase.html
enum GetDatabase: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
    static let shape = structure("GetDatabaseRequest", catalogID, name)
  }
  enum Output: StructureShape {
    static let database = Member<Values<Database>>("Database")
    static let shape = structure("GetDatabaseResponse", database)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let database = try CatalogReference.database(
      input[Input.name], input[Input.catalogID], request, service)
    return .now(.with { $0[Output.database] = database.body })
  }
}
