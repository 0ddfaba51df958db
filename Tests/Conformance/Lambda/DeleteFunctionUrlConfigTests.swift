import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteFunctionUrlConfigTests {
  @Test func nobodyIsServedAnyMore() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    _ = try await lambda.house.call(DeleteFunctionUrlConfig.self) {
      $0[DeleteFunctionUrlConfig.Input.functionName] = "f"
    }
    let again = await lambda.house.error(DeleteFunctionUrlConfig.self) {
      $0[DeleteFunctionUrlConfig.Input.functionName] = "f"
    }
    #expect(again?.status == 404)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("POST", "/2021-10-31/functions/f/url", #"{"AuthType":"NONE"}"#)
    #expect(
      await lambda.wire("DELETE", "/2021-10-31/functions/f/url")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2021-10-31/functions/f/url")
        == #"""
        404 ResourceNotFoundException
        {"message":"The resource you requested does not exist.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
