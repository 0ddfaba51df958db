import Protocols
import Runtime

/// The mappings of the account in the region, in the order of their UUIDs, 100 a page.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
enum ListEventSourceMappings: AWSOperation {
  enum Input: StructureShape {
    static let eventSourceARN = Member<String>("EventSourceArn", LambdaTraits.arnPattern, .query("EventSourceArn"))
    static let functionName = Member<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .query("FunctionName"))
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...10000), .query("MaxItems"))
    static let shape = structure("ListEventSourceMappingsRequest", eventSourceARN, functionName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let eventSourceMappings = Member<[Values<EventSourceMappingConfiguration>]>("EventSourceMappings")
    static let shape = structure("ListEventSourceMappingsResponse", nextMarker, eventSourceMappings)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/event-source-mappings") }

  private static let page = 100

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    var key: LambdaFunction.Key?
    if let name = input[Input.functionName] { key = try FunctionReference(name, request).find(service).key }
    var mappings = service.mappingStore.mappings.values.filter { mapping in
      mapping.function.account == request.account && mapping.function.region == request.region
        && (key == nil || mapping.function == key)
        && (input[Input.eventSourceARN] == nil || mapping.source == input[Input.eventSourceARN])
    }.sorted { $0.id < $1.id }[...]
    if let marker = input[Input.marker] { mappings = mappings.drop { $0.id <= marker } }
    let shown = mappings.prefix(min(page, Int(input[Input.maxItems] ?? 100)))
    return .now(
      .with { out in
        out[Output.eventSourceMappings] = shown.map { EventSourceMappingConfiguration.of($0) }
        if shown.count < mappings.count, let last = shown.last {
          out[Output.nextMarker] = last.id
        } else {
          // AWS writes the null (recorded).
          out.structure.slots[Output.nextMarker.index] = .null
        }
      })
  }
}
