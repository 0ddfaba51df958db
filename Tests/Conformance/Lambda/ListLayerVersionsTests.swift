import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListLayerVersionsTests {
  @Test func newestFirst() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    _ = try await lambda.layer("l")
    let listed = try await lambda.house.call(ListLayerVersions.self) {
      $0[ListLayerVersions.Input.layerName] = "arn:aws:lambda:us-east-1:000000000000:layer:l"
    }
    #expect(listed[ListLayerVersions.Output.layerVersions]?.map { $0[LayerVersionsListItem.version] } == [2, 1])
    #expect(layer[LayerVersionDescription.version] == 1)
    await lambda.stop()
  }
}
