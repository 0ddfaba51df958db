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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("POST", "/2021-10-31/functions/f/url", #"{"AuthType":"NONE"}"#)
    #expect(
      await lambda.wire("GET", "/2021-10-31/functions/f/url")
        == #"""
        200
        {"FunctionUrl":"http://<id>.lambda-url.us-east-1.localhost:4566/",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
        "CreationTime":"<time>",
        "LastModifiedTime":"<time>",
        "AuthType":"NONE",
        "InvokeMode":"BUFFERED"}
        """#)
    #expect(
      await lambda.wire("GET", "/2021-10-31/functions/g/url")
        == #"""
        404 ResourceNotFoundException
        {"message":"The resource you requested does not exist.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
