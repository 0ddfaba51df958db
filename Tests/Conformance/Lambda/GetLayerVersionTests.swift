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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions/1")
        == #"""
        200
        {"Content":{"Location":"http://127.0.0.1:4566/_cauce/lambda/code/code-<id>.zip",
        "CodeSha256":"<hash>",
        "CodeSize":<size>},
        "LayerArn":"arn:aws:lambda:us-east-1:000000000000:layer:l",
        "LayerVersionArn":"arn:aws:lambda:us-east-1:000000000000:layer:l:1",
        "Description":"",
        "CreatedDate":"<time>",
        "Version":1}
        """#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions/2")
        == #"""
        404 ResourceNotFoundException
        {"message":"The resource you requested does not exist.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
