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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let zip = Base64.encode(ZipFile.of(["index.py": "y"]))
    #expect(
      await lambda.wire(
        "POST", "/2018-10-31/layers/l/versions",
        #"{"Content":{"ZipFile":"\#(zip)"},"CompatibleRuntimes":["python3.11"],"LicenseInfo":"MIT"}"#)
          == #"""
          201
          {"Content":{"Location":"http://127.0.0.1:4566/_cauce/lambda/code/code-<id>.zip",
          "CodeSha256":"<hash>",
          "CodeSize":<size>},
          "LayerArn":"arn:aws:lambda:us-east-1:000000000000:layer:l",
          "LayerVersionArn":"arn:aws:lambda:us-east-1:000000000000:layer:l:1",
          "Description":"",
          "CreatedDate":"<time>",
          "Version":1,
          "CompatibleRuntimes":["python3.11"],
          "LicenseInfo":"MIT"}
          """#)
    #expect(
      await lambda.wire("POST", "/2018-10-31/layers/l/versions", #"{}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'content'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
