import Protocols
import Runtime

/// AwsDataCatalog first, then the others by name, a page of up to 50.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_ListDataCatalogs.html
enum ListDataCatalogs: AWSOperation {
  enum Input: StructureShape {
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(2...50))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("ListDataCatalogsInput", nextToken, maxResults, workGroup)
  }
  enum Output: StructureShape {
    static let dataCatalogsSummary = Member<[Values<DataCatalogSummary>]>("DataCatalogsSummary")
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("ListDataCatalogsOutput", dataCatalogsSummary, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    if let group = input[Input.workGroup] {
      _ = try WorkGroupReference.find(group, request.account, request.region, service)
    }
    let all = try DataCatalogReference.all(request.account, request.region, service)
    let page = try ListPage.of(
      all, token: input[Input.nextToken], limit: Int(input[Input.maxResults] ?? 50), "data catalogs"
    ) { $0[DataCatalog.name] }
    return .now(
      .with { out in
        out[Output.dataCatalogsSummary] = page.items.map { catalog in
          .with {
            $0[DataCatalogSummary.catalogName] = catalog[DataCatalog.name]
            $0[DataCatalogSummary.type] = catalog[DataCatalog.type]
            $0[DataCatalogSummary.status] = catalog[DataCatalog.status]
          }
        }
        out[Output.nextToken] = page.next
      })
  }
}
