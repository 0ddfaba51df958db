import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListCodeSigningConfigs.html
enum ListCodeSigningConfigs: AWSOperation {
  enum Input: StructureShape {
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListCodeSigningConfigsRequest", marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let codeSigningConfigs = Member<[Values<CodeSigningConfig>]>("CodeSigningConfigs")
    static let shape = structure("ListCodeSigningConfigsResponse", nextMarker, codeSigningConfigs)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2020-04-22/code-signing-configs") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let page = try ListPage.of(
      service.store.documents.all(.codeSigningConfig, request.account, request.region), marker: input[Input.marker],
      limit: min(50, Int(input[Input.maxItems] ?? 50)), name: \.owner.name)
    var configs: [Values<CodeSigningConfig>] = []
    for found in page.items {
      if let config = try service.store.documents.values(.codeSigningConfig, found.owner, as: CodeSigningConfig.self) {
        configs.append(config)
      }
    }
    return .now(
      .with {
        $0[Output.codeSigningConfigs] = configs
        $0[Output.nextMarker] = page.next
      })
  }
}
