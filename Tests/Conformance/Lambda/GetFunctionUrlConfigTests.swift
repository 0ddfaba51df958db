import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionUrlConfigTests {
  @Test func isMissingFirst() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let missing = await lambda.house.error(GetFunctionUrlConfig.self) {
      $0[GetFunctionUrlConfig.Input.functionName] = "f"
    }
    #expect(missing?.message == "The resource you requested does not exist.")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    let shown = try await lambda.house.call(GetFunctionUrlConfig.self) {
      $0[GetFunctionUrlConfig.Input.functionName] = "f"
    }
    #expect(shown[FunctionURLConfig.functionURL] == made[CreateFunctionUrlConfig.Output.functionURL])
    await lambda.stop()
  }
}
