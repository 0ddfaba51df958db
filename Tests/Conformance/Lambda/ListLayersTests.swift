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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers")
        == #"""
        200
        {"Layers":[{"LayerName":"l",
        "LayerArn":"arn:aws:lambda:us-east-1:000000000000:layer:l",
        "LatestMatchingVersion":{"LayerVersionArn":"arn:aws:lambda:us-east-1:000000000000:layer:l:1",
        "Version":1,
        "Description":"",
        "CreatedDate":"<time>"}}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers?MaxItems=51")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '51' at 'maxItems'
        failed to satisfy constraint: Member must have value less than or equal to 50"}
        """#)
    await lambda.stop()
  }
}
