import Protocols
import Runtime

/// `$LATEST` and the published versions, 50 a page.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html
enum ListVersionsByFunction: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListVersionsByFunctionRequest", functionName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let versions = Member<[Values<FunctionConfiguration>]>("Versions")
    static let shape = structure("ListVersionsByFunctionResponse", nextMarker, versions)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/versions") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    _ = try reference.latest(service)
    let page = try ListPage.of(
      service.store.versions(of: reference.key), marker: input[Input.marker],
      limit: min(50, Int(input[Input.maxItems] ?? 50)), name: \.version)
    return .now(
      .with {
        $0[Output.versions] = page.items.map {
          FunctionConfiguration.of($0, qualifier: $0.version, sizes: service.layerSizes(of: $0))
        }
        $0[Output.nextMarker] = page.next
      })
  }
}
