import Protocols
import Runtime

/// Each layer's latest version, of those for a runtime and an architecture where they are named.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html
enum ListLayers: AWSOperation {
  enum Input: StructureShape {
    static let compatibleRuntime = Member<String>(
      "CompatibleRuntime", LambdaTraits.runtimes, .query("CompatibleRuntime"))
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...50), .query("MaxItems"))
    static let compatibleArchitecture = Member<String>(
      "CompatibleArchitecture", .values(["x86_64", "arm64"]), .query("CompatibleArchitecture"))
    static let shape = structure("ListLayersRequest", compatibleRuntime, marker, maxItems, compatibleArchitecture)
  }
  enum Output: StructureShape {
    static let nextMarker = Member<String>("NextMarker")
    static let layers = Member<[Values<LayersListItem>]>("Layers")
    static let shape = structure("ListLayersResponse", nextMarker, layers)
  }
  enum LayersListItem: StructureShape {
    static let layerName = Member<String>("LayerName")
    static let layerARN = Member<String>("LayerArn")
    static let latestMatchingVersion = Member<Values<LayerVersionsListItem>>("LatestMatchingVersion")
    static let shape = structure("LayersListItem", layerName, layerARN, latestMatchingVersion)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2018-10-31/layers") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    var latest: [String: LayerVersion] = [:]
    for found in service.store.documents.all(.layerVersion, request.account, request.region) {
      guard let number = Int(found.qualifier), let layer = LayerVersion.find(found.owner, number, service),
        layer.fits(input[Input.compatibleRuntime], input[Input.compatibleArchitecture])
      else { continue }
      latest[found.owner.name] = layer
    }
    let names = latest.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let page = try ListPage.of(
      names, marker: input[Input.marker], limit: Int(input[Input.maxItems] ?? 50)
    ) { $0 }
    return .now(
      .with { out in
        out[Output.layers] = page.items.compactMap { latest[$0] }.map { layer in
          .with {
            $0[LayersListItem.layerName] = layer.key.name
            $0[LayersListItem.layerARN] = layer.layerARN
            $0[LayersListItem.latestMatchingVersion] = LayerVersionsListItem.of(layer)
          }
        }
        out[Output.nextMarker] = page.next
      })
  }
}
