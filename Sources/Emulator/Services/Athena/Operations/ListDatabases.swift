import Protocols
import Runtime

/// The databases of a catalog, a page of up to 50.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_ListDatabases.html
enum ListDatabases: AWSOperation {
  enum Input: StructureShape {
    static let catalogName = Required<String>("CatalogName", .length(1...256), AthenaTraits.line)
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(1...50))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("ListDatabasesInput", catalogName, nextToken, maxResults, workGroup)
  }
  enum Output: StructureShape {
    static let databaseList = Member<[Values<Database>]>("DatabaseList")
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("ListDatabasesOutput", databaseList, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let target = try DataCatalogReference.target(
      input[Input.catalogName], workGroup: input[Input.workGroup], request, service)
    let token = input[Input.nextToken]
    let limit = Int(input[Input.maxResults] ?? 50)
    return .later {
      do throws(AWSError) {
        let all = try await service.runner.databases(in: target.catalog, target.scope)
        return { () throws(AWSError) -> Answer<Output> in
          let page = try ListPage.of(all, token: token, limit: limit, "databases " + target.catalog.name) { $0.name }
          return .now(
            .with {
              $0[Output.databaseList] = page.items.map(Database.of)
              $0[Output.nextToken] = page.next
            })
        }
      } catch {
        return { () throws(AWSError) -> Answer<Output> in throw error }
      }
    }
  }
}
