import Protocols
import Runtime

/// Of the function and of its aliases.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
enum ListFunctionUrlConfigs: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...50), .query("MaxItems"))
    static let shape = structure("ListFunctionUrlConfigsRequest", functionName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let functionUrlConfigs = Member<[Values<FunctionURLConfig>]>("FunctionUrlConfigs")
    static let nextMarker = Member<String>("NextMarker")
    static let shape = structure("ListFunctionUrlConfigsResponse", functionUrlConfigs, nextMarker)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2021-10-31/functions/{FunctionName}/urls") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    guard service.store.function(reference.key) != nil else {
      throw AWSError.resourceNotFound("Function does not exist")
    }
    let key = reference.key
    let page = try ListPage.of(
      service.store.documents.all(.functionURL, key.account, key.region, name: key.name), marker: input[Input.marker],
      limit: Int(input[Input.maxItems] ?? 50), name: \.qualifier)
    var configs: [Values<FunctionURLConfig>] = []
    for found in page.items {
      if let config = try service.store.documents.values(
        .functionURL, key, found.qualifier, as: FunctionURLConfig.self)
      {
        configs.append(FunctionURLRules.shown(config, key.region, service))
      }
    }
    return .now(
      .with {
        $0[Output.functionUrlConfigs] = configs
        $0[Output.nextMarker] = page.next
      })
  }
}
