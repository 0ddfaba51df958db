import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteLayerVersionTests {
  @Test func aFunctionThatHasItKeepsIt() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    let arn = layer[LayerVersionDescription.layerVersionARN] ?? ""
    try await lambda.make("f", "import shared\ndef handler(e, c): return shared.NAME")
    _ = try await lambda.house.call(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.layers] = [arn]
    }
    _ = try await lambda.house.call(DeleteLayerVersion.self) {
      $0[DeleteLayerVersion.Input.layerName] = "l"
      $0[DeleteLayerVersion.Input.versionNumber] = 1
    }
    #expect(try await lambda.invoke("f").text == #""l""#)
    let again = await lambda.house.error(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.layers] = [arn]
    }
    #expect(again?.message == "Layer version \(arn) does not exist.")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire("DELETE", "/2018-10-31/layers/l/versions/1")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2018-10-31/layers/l/versions/no")
        == #"""
        400 SerializationException
        {"message":"The value of VersionNumber can not be converted to a Long"}
        """#)
    await lambda.stop()
  }
}
