import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetLayerVersionByArnTests {
  @Test func findsIt() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    let shown = try await lambda.house.call(GetLayerVersionByArn.self) {
      $0[GetLayerVersionByArn.Input.arn] = layer[LayerVersionDescription.layerVersionARN] ?? ""
    }
    #expect(shown[LayerVersionDescription.version] == 1)
    let missing = await lambda.house.error(GetLayerVersionByArn.self) {
      $0[GetLayerVersionByArn.Input.arn] = "arn:aws:lambda:us-east-1:000000000000:layer:l:9"
    }
    #expect(missing?.status == 404)
    await lambda.stop()
  }
}
