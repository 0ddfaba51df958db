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
}
