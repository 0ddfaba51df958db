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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("POST", "/2021-10-31/functions/f/url", #"{"AuthType":"NONE"}"#)
    #expect(
      await lambda.wire("GET", "/2021-10-31/functions/f/urls")
        == #"""
        200
        {"FunctionUrlConfigs":[{"FunctionUrl":"http://<id>.lambda-url.us-east-1.localhost:4566/",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
        "CreationTime":"<time>",
        "LastModifiedTime":"<time>",
        "AuthType":"NONE",
        "InvokeMode":"BUFFERED"}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2021-10-31/functions/g/urls")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function does not exist",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
