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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("POST", "/2021-10-31/functions/f/url", #"{"AuthType":"NONE"}"#)
    #expect(
      await lambda.wire("PUT", "/2021-10-31/functions/f/url", #"{"InvokeMode":"RESPONSE_STREAM"}"#)
        == #"""
        200
        {"FunctionUrl":"http://<id>.lambda-url.us-east-1.localhost:4566/",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
        "CreationTime":"<time>",
        "LastModifiedTime":"<time>",
        "AuthType":"NONE",
        "InvokeMode":"RESPONSE_STREAM"}
        """#)
    #expect(
      await lambda.wire("PUT", "/2021-10-31/functions/f/url", #"{"InvokeMode":"SLOW"}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'SLOW' at 'invokeMode'
        failed to satisfy constraint: Member must satisfy enum value set: [BUFFERED, RESPONSE_STREAM]"}
        """#)
    await lambda.stop()
  }
}
