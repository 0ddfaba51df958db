import Protocols
import Runtime

/// A layer's versions, the newest first.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html
enum ListLayerVersions: AWSOperation {
  enum Input: StructureShape {
    static let compatibleRuntime = Member<String>(
      "CompatibleRuntime", LambdaTraits.runtimes, .query("CompatibleRuntime"))
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...50), .query("MaxItems"))
    static let compatibleArchitecture = Member<String>(
      "CompatibleArchitecture", .values(["x86_64", "arm64"]), .query("CompatibleArchitecture"))
    static let shape = structure(
      "ListLayerVersionsRequest", compatibleRuntime, layerName, marker, maxItems, compatibleArchitecture)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let layerVersions = Member<[Values<LayerVersionsListItem>]>("LayerVersions")
    static let shape = structure("ListLayerVersionsResponse", nextMarker, layerVersions)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let key = try LayerVersion.key(input[Input.layerName], request)
    let versions = service.store.documents.all(.layerVersion, key.account, key.region, name: key.name)
      .compactMap { Int($0.qualifier).flatMap { LayerVersion.find(key, $0, service) } }
      .filter { $0.fits(input[Input.compatibleRuntime], input[Input.compatibleArchitecture]) }
      .sorted { $0.number > $1.number }
    let page = try ListPage.of(
      versions, marker: input[Input.marker], limit: Int(input[Input.maxItems] ?? 50)
    ) { String($0.number) }
    return .now(
      .with {
        $0[Output.layerVersions] = page.items.map(LayerVersionsListItem.of)
        $0[Output.nextMarker] = page.next
      })
  }
}
