import Protocols
import Runtime

/// The functions of the account in the region, all their versions where these are asked for, in the order of their names,
/// 50 a page.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
enum ListFunctions: AWSOperation {
  enum Input: StructureShape {
    static let masterRegion = Member<String>(
      "MasterRegion", .pattern(#"ALL|[a-z]{2}(-gov)?-[a-z]+-\d{1}"#), .query("MasterRegion"), .notEmulated)
    static let functionVersion = Member<String>("FunctionVersion", .values(["ALL"]), .query("FunctionVersion"))
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListFunctionsRequest", masterRegion, functionVersion, marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let functions = Member<[Values<FunctionConfiguration>]>("Functions")
    static let shape = structure("ListFunctionsResponse", nextMarker, functions)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions") }

  private static let page = 50

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let functions = service.store.functions(of: request.account, in: request.region)
    let all = input[Input.functionVersion] == "ALL"
    let versions = all ? functions.flatMap { service.store.versions(of: $0.key) } : functions
    let shown = try ListPage.of(
      versions, marker: input[Input.marker], limit: min(page, Int(input[Input.maxItems] ?? 50))
    ) { all ? $0.key.name + ":" + $0.version : $0.key.name }
    return .now(
      .with { out in
        out[Output.functions] = shown.items.map {
          var configuration = FunctionConfiguration.of(
            $0, qualifier: all ? $0.version : nil, sizes: service.layerSizes(of: $0))
          // Lists do not tell the state.
          configuration[FunctionConfiguration.state] = nil
          configuration[FunctionConfiguration.lastUpdateStatus] = nil
          return configuration
        }
        out[Output.nextMarker] = shown.next
      })
  }
}
