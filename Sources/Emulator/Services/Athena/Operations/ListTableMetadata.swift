import Protocols
import Runtime

/// The tables of a database, those that the expression matches, a page of up to 50.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_ListTableMetadata.html
enum ListTableMetadata: AWSOperation {
  enum Input: StructureShape {
    static let catalogName = Required<String>("CatalogName", .length(1...256), AthenaTraits.line)
    static let databaseName = Required<String>("DatabaseName", .length(1...128))
    static let expression = Member<String>("Expression", .length(0...256))
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(1...50))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure(
      "ListTableMetadataInput", catalogName, databaseName, expression, nextToken, maxResults, workGroup)
  }
  enum Output: StructureShape {
    static let tableMetadataList = Member<[Values<TableMetadata>]>("TableMetadataList")
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("ListTableMetadataOutput", tableMetadataList, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let target = try DataCatalogReference.target(
      input[Input.catalogName], workGroup: input[Input.workGroup], request, service)
    let name = input[Input.databaseName]
    let token = input[Input.nextToken]
    let limit = Int(input[Input.maxResults] ?? 50)
    let expression = input[Input.expression] ?? ""
    let pattern = expression.isEmpty ? nil : TablePattern(expression)
    if !expression.isEmpty, pattern == nil { throw AWSError.invalidRequest("Invalid expression: \(expression)") }
    return .later {
      do throws(AWSError) {
        let all = try await service.runner.tables(of: name, in: target.catalog, target.scope)
        return { () throws(AWSError) -> Answer<Output> in
          let chosen = all.filter { table in pattern.map { $0.matches(table.name) } ?? true }
          let subject = "tables \(target.catalog.name) \(name) \(expression)"
          let page = try ListPage.of(chosen, token: token, limit: limit, subject) { $0.name }
          return .now(
            .with {
              $0[Output.tableMetadataList] = page.items.map(TableMetadata.of)
              $0[Output.nextToken] = page.next
            })
        }
      } catch {
        return { () throws(AWSError) -> Answer<Output> in throw error }
      }
    }
  }
}
