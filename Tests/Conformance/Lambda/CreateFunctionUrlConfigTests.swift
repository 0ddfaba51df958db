import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct CreateFunctionUrlConfigTests {
  @Test func oneAFunctionOrAlias() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    let twice = await lambda.house.error(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(twice?.message?.hasSuffix("Error message:  FunctionUrlConfig exists for this Lambda function") == true)
    let missing = await lambda.house.error(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "none"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(missing?.message == "Function does not exist")
    await lambda.stop()
  }
}
