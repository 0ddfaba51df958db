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
        {"FunctionName":"f",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
        "Runtime":"python3.11",
        "Role":"arn:aws:iam::000000000000:role/r",
        "Handler":"index.handler",
        "CodeSize":<size>,
        "Description":"",
        "Timeout":10,
        "MemorySize":128,
        "LastModified":"<time>",
        "CodeSha256":"<hash>",
        "Version":"$LATEST",
        "TracingConfig":{"Mode":"PassThrough"},
        "RevisionId":"<id>",
        "State":"Active",
        "LastUpdateStatus":"InProgress",
        "LastUpdateStatusReason":"The function is being created.",
        "LastUpdateStatusReasonCode":"Creating",
        "PackageType":"Zip",
        "Architectures":["x86_64"],
        "EphemeralStorage":{"Size":512},
        "SnapStart":{"ApplyOn":"None",
        "OptimizationStatus":"Off"},
        "RuntimeVersionConfig":{"RuntimeVersionArn":"arn:aws:lambda:us-east-1::runtime:<hash>"},
        "LoggingConfig":{"LogFormat":"Text",
        "LogGroup":"/aws/lambda/f"}}
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
