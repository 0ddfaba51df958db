import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetLayerVersionPolicyTests {
  @Test func showsTheStatement() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    _ = try await lambda.house.call(AddLayerVersionPermission.self) {
      $0[AddLayerVersionPermission.Input.layerName] = "l"
      $0[AddLayerVersionPermission.Input.versionNumber] = 1
      $0[AddLayerVersionPermission.Input.statementID] = "s"
      $0[AddLayerVersionPermission.Input.action] = "lambda:GetLayerVersion"
      $0[AddLayerVersionPermission.Input.principal] = "123456789012"
    }
    #expect(layer[LayerVersionDescription.version] == 1)
    let shown = try await lambda.house.call(GetLayerVersionPolicy.self) {
      $0[GetLayerVersionPolicy.Input.layerName] = "l"
      $0[GetLayerVersionPolicy.Input.versionNumber] = 1
    }
    #expect(shown[GetLayerVersionPolicy.Output.policy]?.contains("arn:aws:iam::123456789012:root") == true)
    await lambda.stop()
  }
}
