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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let zip = Base64.encode(ZipFile.of(["index.py": "y"]))
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("PUT", "/2015-03-31/functions/f/code", #"{"ZipFile":"\#(zip)","DryRun":true}"#)
        == #"""
        200
        \#(LambdaHouse.shown(state: LambdaHouse.isUpdated))
        """#)
    #expect(
      await lambda.wire("PUT", "/2015-03-31/functions/f/code", #"{"ZipFile":"!"}"#)
        == #"""
        400 SerializationException
        {"message":"Invalid Base64 in a blob"}
        """#)
    await lambda.stop()
  }
}
