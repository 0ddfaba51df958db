import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateFunctionEventInvokeConfigTests {
  @Test func keepsWhatIsNotNamed() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let missing = await lambda.house.error(UpdateFunctionEventInvokeConfig.self) {
      $0[UpdateFunctionEventInvokeConfig.Input.functionName] = "f"
      $0[UpdateFunctionEventInvokeConfig.Input.maximumRetryAttempts] = 1
    }
    #expect(
      missing?.message
        == "The function arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST doesn't have an EventInvokeConfig")
    _ = try await lambda.house.call(PutFunctionEventInvokeConfig.self) {
      $0[PutFunctionEventInvokeConfig.Input.functionName] = "f"
      $0[PutFunctionEventInvokeConfig.Input.maximumEventAgeInSeconds] = 100
    }
    let updated = try await lambda.house.call(UpdateFunctionEventInvokeConfig.self) {
      $0[UpdateFunctionEventInvokeConfig.Input.functionName] = "f"
      $0[UpdateFunctionEventInvokeConfig.Input.maximumRetryAttempts] = 1
    }
    #expect(updated[FunctionEventInvokeConfig.maximumEventAgeInSeconds] == 100)
    #expect(updated[FunctionEventInvokeConfig.maximumRetryAttempts] == 1)
    await lambda.stop()
  }
}
