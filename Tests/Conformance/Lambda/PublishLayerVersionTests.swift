import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PublishLayerVersionTests {
  @Test func countsUpAndNeverBack() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    #expect(layer[LayerVersionDescription.layerVersionARN] == "arn:aws:lambda:us-east-1:000000000000:layer:l:1")
    #expect(layer[LayerVersionDescription.content]?[LayerVersionContentOutput.codeSize] ?? 0 > 0)
    _ = try await lambda.house.call(DeleteLayerVersion.self) {
      $0[DeleteLayerVersion.Input.layerName] = "l"
      $0[DeleteLayerVersion.Input.versionNumber] = 1
    }
    #expect(try await lambda.layer("l")[LayerVersionDescription.version] == 2)
    let bad = await lambda.house.error(PublishLayerVersion.self) {
      $0[PublishLayerVersion.Input.layerName] = "l"
      $0[PublishLayerVersion.Input.content] = .with { $0[LayerVersionContentInput.zipFile] = Blob([1, 2, 3]) }
    }
    #expect(bad?.message == "Could not unzip uploaded file. Please check your file, then try to upload again.")
    await lambda.stop()
  }
}
