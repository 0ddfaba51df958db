import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetLayerVersionTests {
  @Test func refusesNumbersThatAreNone() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    let shown = try await lambda.house.call(GetLayerVersion.self) {
      $0[GetLayerVersion.Input.layerName] = "l"
      $0[GetLayerVersion.Input.versionNumber] = 1
    }
    #expect(shown[LayerVersionDescription.layerARN] == layer[LayerVersionDescription.layerARN])
    let below = await lambda.house.error(GetLayerVersion.self) {
      $0[GetLayerVersion.Input.layerName] = "l"
      $0[GetLayerVersion.Input.versionNumber] = 0
    }
    #expect(below?.message == "Layer Version Cannot be less than 1")
    let missing = await lambda.house.error(GetLayerVersion.self) {
      $0[GetLayerVersion.Input.layerName] = "l"
      $0[GetLayerVersion.Input.versionNumber] = 7
    }
    #expect(missing?.message == "The resource you requested does not exist.")
    await lambda.stop()
  }
}
