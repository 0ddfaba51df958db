import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateFunctionCodeTests {
  @Test func aZipFunctionTakesNoImage() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let image = await lambda.house.error(UpdateFunctionCode.self) {
      $0[UpdateFunctionCode.Input.functionName] = "f"
      $0[UpdateFunctionCode.Input.imageURI] = "x"
    }
    #expect(image?.message == "Please don't provide ImageUri when updating a function with packageType Zip.")
    let published = try await lambda.house.call(UpdateFunctionCode.self) {
      $0[UpdateFunctionCode.Input.functionName] = "f"
      $0[UpdateFunctionCode.Input.zipFile] = Blob(ZipFile.of(["index.py": "y"]))
      $0[UpdateFunctionCode.Input.publish] = true
    }
    #expect(published[FunctionConfiguration.version] == "1")
    await lambda.stop()
  }
}
