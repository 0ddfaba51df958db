import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PublishVersionTests {
  @Test func numbersGoOnAfterTheFunctionWasMadeAgain() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let first = try await lambda.publish()
    #expect(first[FunctionConfiguration.version] == "1")
    #expect(first[FunctionConfiguration.functionARN] == "arn:aws:lambda:us-east-1:000000000000:function:f:1")
    #expect(try await lambda.publish()[FunctionConfiguration.version] == "1")
    _ = try await lambda.house.call(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f" }
    try await lambda.make("f", "x")
    #expect(try await lambda.publish()[FunctionConfiguration.version] == "2")
    let wrong = await lambda.house.error(PublishVersion.self) {
      $0[PublishVersion.Input.functionName] = "f"
      $0[PublishVersion.Input.codeSHA256] = "no"
    }
    #expect(wrong?.message?.hasPrefix("CodeSHA256 (no) is different from current CodeSHA256 in $LATEST (") == true)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("POST", "/2015-03-31/functions/f/versions", #"{"Description":"first"}"#)
        == #"""
        201
        {"FunctionName":"f",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:1",
        "Runtime":"python3.11",
        "Role":"arn:aws:iam::000000000000:role/r",
        "Handler":"index.handler",
        "CodeSize":<size>,
        "Description":"first",
        "Timeout":10,
        "MemorySize":128,
        "LastModified":"<time>",
        "CodeSha256":"<hash>",
        "Version":"1",
        "TracingConfig":{"Mode":"PassThrough"},
        "RevisionId":"<id>",
        "State":"Active",
        "LastUpdateStatus":"Successful",
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
      await lambda.wire("POST", "/2015-03-31/functions/f/versions", #"{"CodeSha256":"other"}"#)
        == #"""
        400 InvalidParameterValueException
        {"message":"CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (<hash>). Please try again with the CodeSHA256 in $LATEST.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
