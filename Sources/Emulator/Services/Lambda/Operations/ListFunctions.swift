import Protocols
import Runtime

/// The functions of the account in the region, in the order of their names, 50 a page.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
enum ListFunctions: AWSOperation {
  enum Input: StructureShape {
    static let masterRegion = Member<String>(
      "MasterRegion", .pattern(#"ALL|[a-z]{2}(-gov)?-[a-z]+-\d{1}"#), .query("MasterRegion"), .notEmulated)
    /// Only `$LATEST` is there, so all versions are what is listed anyway.
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
    var functions = service.store.functions(of: request.account, in: request.region)[...]
    if let marker = input[Input.marker] {
      guard let after = Base64.decode(marker) else { throw AWSError.invalidParameter("Invalid Marker.") }
      functions = functions.drop { !after.lexicographicallyPrecedes($0.key.name.utf8) }
    }
    let shown = functions.prefix(min(page, Int(input[Input.maxItems] ?? 50)))
    return .now(
      .with { out in
        out[Output.functions] = shown.map { FunctionConfiguration.of($0) }
        if shown.count < functions.count, let last = shown.last {
          out[Output.nextMarker] = Base64.encode(Array(last.key.name.utf8))
        }
      })
  }
}
