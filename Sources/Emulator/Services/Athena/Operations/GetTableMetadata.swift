import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetTableMetadata.html
enum GetTableMetadata: AWSOperation {
  enum Input: StructureShape {
    static let catalogName = Required<String>("CatalogName", .length(1...256), AthenaTraits.line)
    static let databaseName = Required<String>("DatabaseName", .length(1...128))
    static let tableName = Required<String>("TableName", .length(1...128))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("GetTableMetadataInput", catalogName, databaseName, tableName, workGroup)
  }
  enum Output: StructureShape {
    static let tableMetadata = Member<Values<TableMetadata>>("TableMetadata")
    static let shape = structure("GetTableMetadataOutput", tableMetadata)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let target = try DataCatalogReference.target(
      input[Input.catalogName], workGroup: input[Input.workGroup], request, service)
    let name = input[Input.tableName]
    let database = input[Input.databaseName]
    return .later {
      do throws(AWSError) {
        let table = try await service.runner.table(name, of: database, in: target.catalog, target.scope)
        return { () throws(AWSError) -> Answer<Output> in
          .now(.with { $0[Output.tableMetadata] = TableMetadata.of(table) })
        }
      } catch {
        return { () throws(AWSError) -> Answer<Output> in throw error }
      }
    }
  }
}
