import Protocols
import Runtime

/// A function's aliases in the order of their names, 50 a page.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
enum ListAliases: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let functionVersion = Member<String>(
      "FunctionVersion", .length(1...1024), .pattern(#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#), .query("FunctionVersion"))
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListAliasesRequest", functionName, functionVersion, marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let aliases = Member<[Values<AliasConfiguration>]>("Aliases")
    static let shape = structure("ListAliasesResponse", nextMarker, aliases)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/aliases") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    var aliases: [Values<AliasConfiguration>] = []
    for found in service.store.documents.all(.alias, key.account, key.region, name: key.name) {
      let alias = try AliasRules.find(found.qualifier, of: key, service)
      if let wanted = input[Input.functionVersion], alias[AliasConfiguration.functionVersion] != wanted { continue }
      aliases.append(alias)
    }
    let page = try ListPage.of(
      aliases, marker: input[Input.marker], limit: min(50, Int(input[Input.maxItems] ?? 50))
    ) { $0[AliasConfiguration.name] ?? "" }
    return .now(
      .with {
        $0[Output.aliases] = page.items
        $0[Output.nextMarker] = page.next
      })
  }
}
