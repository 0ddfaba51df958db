import Protocols
import Runtime

/// Deletes the database with its tables and their partitions; what they describe stays in S3.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteDatabase.html
enum DeleteDatabase: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
    static let shape = structure("DeleteDatabaseRequest", catalogID, name)
  }
  enum Output: StructureShape {
    static let shape = structure("DeleteDatabaseResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let database = try CatalogReference.database(
      input[Input.name], input[Input.catalogID], request, service)
    try service.store.delete(database: database.id)
    service.sweepAfterCommit()
    return .now(Values())
  }
}
