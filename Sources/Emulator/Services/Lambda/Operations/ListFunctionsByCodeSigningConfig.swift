import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionsByCodeSigningConfig.html
enum ListFunctionsByCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let codeSigningConfigARN = Required<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListFunctionsByCodeSigningConfigRequest", codeSigningConfigARN, marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let functionARNs = Member<[String]>("FunctionArns")
    static let shape = structure("ListFunctionsByCodeSigningConfigResponse", nextMarker, functionARNs)
  }

  static var http: HTTPBinding? {
    HTTPBinding("GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.codeSigningConfigARN]
    _ = try CodeSigningReference.find(arn, service)
    let page = try ListPage.of(
      CodeSigningReference.functions(with: arn, request, service), marker: input[Input.marker],
      limit: min(50, Int(input[Input.maxItems] ?? 50))
    ) { $0 }
    return .now(
      .with {
        $0[Output.functionARNs] = page.items
        $0[Output.nextMarker] = page.next
      })
  }
}
