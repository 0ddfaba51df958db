import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateFunctionUrlConfigTests {
  @Test func theAddressStays() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    let updated = try await lambda.house.call(UpdateFunctionUrlConfig.self) {
      $0[UpdateFunctionUrlConfig.Input.functionName] = "f"
      $0[UpdateFunctionUrlConfig.Input.invokeMode] = "RESPONSE_STREAM"
    }
    #expect(updated[FunctionURLConfig.invokeMode] == "RESPONSE_STREAM" && updated[FunctionURLConfig.authType] == "NONE")
    #expect(updated[FunctionURLConfig.functionURL] == made[CreateFunctionUrlConfig.Output.functionURL])
    await lambda.stop()
  }
}
