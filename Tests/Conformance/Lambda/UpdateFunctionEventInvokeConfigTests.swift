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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumRetryAttempts":1}"#)
    #expect(
      await lambda.wire("POST", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumEventAgeInSeconds":61}"#)
        == #"""
        200
        {"LastModified":<time>,
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
        "MaximumRetryAttempts":1,
        "MaximumEventAgeInSeconds":61,
        "DestinationConfig":{"OnSuccess":{},
        "OnFailure":{}}}
        """#)
    #expect(
      await lambda.wire("POST", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumEventAgeInSeconds":1}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '1' at 'maximumEventAgeInSeconds'
        failed to satisfy constraint: Member must have value greater than or equal to 60"}
        """#)
    await lambda.stop()
  }
}
