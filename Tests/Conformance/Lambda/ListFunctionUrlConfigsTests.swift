import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListFunctionUrlConfigsTests {
  @Test func namesTheMissingFunction() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    let listed = try await lambda.house.call(ListFunctionUrlConfigs.self) {
      $0[ListFunctionUrlConfigs.Input.functionName] = "f"
    }
    #expect(listed[ListFunctionUrlConfigs.Output.functionUrlConfigs]?.count == 1)
    let missing = await lambda.house.error(ListFunctionUrlConfigs.self) {
      $0[ListFunctionUrlConfigs.Input.functionName] = "none"
    }
    #expect(missing?.message == "Function does not exist")
    await lambda.stop()
  }
}
