import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetDatabase.html
enum GetDatabase: AWSOperation {
  enum Input: StructureShape {
    static let catalogName = Required<String>("CatalogName", .length(1...256), AthenaTraits.line)
    static let databaseName = Required<String>("DatabaseName", .length(1...128))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("GetDatabaseInput", catalogName, databaseName, workGroup)
  }
  enum Output: StructureShape {
    static let database = Member<Values<Database>>("Database")
    static let shape = structure("GetDatabaseOutput", database)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let target = try DataCatalogReference.target(
      input[Input.catalogName], workGroup: input[Input.workGroup], request, service)
    let name = input[Input.databaseName]
    return .later {
      do throws(AWSError) {
        let database = try await service.runner.database(name, in: target.catalog, target.scope)
        return { () throws(AWSError) -> Answer<Output> in
          .now(.with { $0[Output.database] = Database.of(database) })
        }
      } catch {
        return { () throws(AWSError) -> Answer<Output> in throw error }
      }
    }
  }
}
