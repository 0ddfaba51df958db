import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListLayersTests {
  @Test func showsTheLatestOfEach() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    _ = try await lambda.layer("a")
    _ = try await lambda.layer("l")
    let listed = try await lambda.house.call(ListLayers.self)[ListLayers.Output.layers] ?? []
    #expect(listed.map { $0[ListLayers.LayersListItem.layerName] } == ["a", "l"])
    #expect(
      listed.map { $0[ListLayers.LayersListItem.latestMatchingVersion]?[LayerVersionsListItem.version] } == [1, 2])
    #expect(layer[LayerVersionDescription.version] == 1)
    await lambda.stop()
  }
}
