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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire(
        "GET", "/2018-10-31/layers?find=LayerVersion&Arn=arn:aws:lambda:us-east-1:000000000000:layer:l:1")
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
      await lambda.wire("GET", "/2018-10-31/layers?find=LayerVersion")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'arn'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
