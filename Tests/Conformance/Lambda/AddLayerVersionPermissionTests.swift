import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct AddLayerVersionPermissionTests {
  @Test func refusesAStatementTwice() async throws {
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
    let twice = await lambda.house.error(AddLayerVersionPermission.self) {
      $0[AddLayerVersionPermission.Input.layerName] = "l"
      $0[AddLayerVersionPermission.Input.versionNumber] = 1
      $0[AddLayerVersionPermission.Input.statementID] = "s"
      $0[AddLayerVersionPermission.Input.action] = "lambda:GetLayerVersion"
      $0[AddLayerVersionPermission.Input.principal] = "*"
    }
    #expect(twice?.code == "ResourceConflictException")
    await lambda.stop()
  }
}
