import Protocols
import Runtime

/// Of the function, its versions and its aliases.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html
enum ListFunctionEventInvokeConfigs: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...50), .query("MaxItems"))
    static let shape = structure("ListFunctionEventInvokeConfigsRequest", functionName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let functionEventInvokeConfigs = Member<[Values<FunctionEventInvokeConfig>]>("FunctionEventInvokeConfigs")
    static let nextMarker = Member<String>("NextMarker")
    static let shape = structure("ListFunctionEventInvokeConfigsResponse", functionEventInvokeConfigs, nextMarker)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    guard service.store.function(reference.key) != nil else {
      throw AWSError.resourceNotFound("The function doesn't exist.")
    }
    let key = reference.key
    let page = try ListPage.of(
      service.store.documents.all(.eventInvokeConfig, key.account, key.region, name: key.name),
      marker: input[Input.marker], limit: Int(input[Input.maxItems] ?? 50), name: \.qualifier)
    var configs: [Values<FunctionEventInvokeConfig>] = []
    for found in page.items {
      if let config = try service.store.documents.values(
        .eventInvokeConfig, key, found.qualifier, as: FunctionEventInvokeConfig.self)
      {
        configs.append(config)
      }
    }
    return .now(
      .with {
        $0[Output.functionEventInvokeConfigs] = configs
        $0[Output.nextMarker] = page.next
      })
  }
}
