import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateFunctionConfigurationTests {
  @Test func changesWhatItNamesAndNothingElse() async throws {
    let lambda = try LambdaHouse()
    let made = try await lambda.make("f", "x", environment: ["AA": "1"])
    let updated = try await lambda.house.call(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.timeout] = 60
      $0[UpdateFunctionConfiguration.Input.revisionID] = made[FunctionConfiguration.revisionID]
    }
    #expect(updated[FunctionConfiguration.timeout] == 60)
    #expect(updated[FunctionConfiguration.lastUpdateStatus] == "InProgress")
    #expect(
      updated[FunctionConfiguration.environment]?[FunctionConfiguration.EnvironmentResponse.variables] == ["AA": "1"])
    #expect(updated[FunctionConfiguration.handler] == "index.handler")
    let stale = await lambda.house.error(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.revisionID] = made[FunctionConfiguration.revisionID]
    }
    #expect(stale?.code == "PreconditionFailedException")
    #expect(stale?.status == 412)
    let reserved = await lambda.house.error(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.environment] = .with { $0[Environment.variables] = ["AWS_REGION": "x"] }
    }
    #expect(reserved?.code == "InvalidParameterValueException")
    await lambda.stop()
  }

  @Test func survivesARestart() async throws {
    let folder = "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max))"
    defer { FolderTree.remove(folder) }
    try DataFolderForTests.make(folder)
    let first = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    try await first.make("f", "def handler(e, c): return 'kept'", environment: ["AA": "ñ\"1"])
    await first.stop()
    let second = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    let shown = try await second.house.call(GetFunction.self) { $0[GetFunction.Input.functionName] = "f" }
    let configuration = try #require(shown[GetFunction.Output.configuration])
    #expect(
      configuration[FunctionConfiguration.environment]?[FunctionConfiguration.EnvironmentResponse.variables]
        == ["AA": "ñ\"1"])
    #expect(try await second.invoke("f").text == #""kept""#)
    await second.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "PUT", "/2015-03-31/functions/f/configuration",
        #"{"Timeout":9,"EphemeralStorage":{"Size":600},"Environment":{"Variables":{"AB":"c"}}}"#)
          == #"""
          200
          {"FunctionName":"f",
          "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
          "Runtime":"python3.11",
          "Role":"arn:aws:iam::000000000000:role/r",
          "Handler":"index.handler",
          "CodeSize":<size>,
          "Description":"",
          "Timeout":9,
          "MemorySize":128,
          "LastModified":"<time>",
          "CodeSha256":"<hash>",
          "Version":"$LATEST",
          "Environment":{"Variables":{"AB":"c"}},
          "TracingConfig":{"Mode":"PassThrough"},
          "RevisionId":"<id>",
          "State":"Active",
          "LastUpdateStatus":"InProgress",
          "LastUpdateStatusReason":"The function is being created.",
          "LastUpdateStatusReasonCode":"Creating",
          "PackageType":"Zip",
          "Architectures":["x86_64"],
          "EphemeralStorage":{"Size":600},
          "SnapStart":{"ApplyOn":"None",
          "OptimizationStatus":"Off"},
          "RuntimeVersionConfig":{"RuntimeVersionArn":"arn:aws:lambda:us-east-1::runtime:<hash>"},
          "LoggingConfig":{"LogFormat":"Text",
          "LogGroup":"/aws/lambda/f"}}
          """#)
    #expect(
      await lambda.wire("PUT", "/2015-03-31/functions/f/configuration", #"{"Timeout":0,"EphemeralStorage":{"Size":1}}"#)
        == #"""
        400 ValidationException
        {"message":"2 validation errors detected: Value '0' at 'timeout'
        failed to satisfy constraint: Member must have value greater than or equal to 1; Value '1' at 'ephemeralStorage.size'
        failed to satisfy constraint: Member must have value greater than or equal to 512"}
        """#)
    await lambda.stop()
  }
}
