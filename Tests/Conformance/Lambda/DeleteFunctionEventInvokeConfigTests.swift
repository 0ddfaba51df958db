import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteFunctionEventInvokeConfigTests {
  @Test func isGone() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    for qualifier in ["$LATEST", "1"] {
      _ = try await lambda.house.call(PutFunctionEventInvokeConfig.self) {
        $0[PutFunctionEventInvokeConfig.Input.functionName] = "f"
        $0[PutFunctionEventInvokeConfig.Input.qualifier] = qualifier
        $0[PutFunctionEventInvokeConfig.Input.maximumRetryAttempts] = qualifier == "1" ? 1 : 0
      }
    }
    _ = try await lambda.house.call(DeleteFunctionEventInvokeConfig.self) {
      $0[DeleteFunctionEventInvokeConfig.Input.functionName] = "f:1"
    }
    let listed = try await lambda.house.call(ListFunctionEventInvokeConfigs.self) {
      $0[ListFunctionEventInvokeConfigs.Input.functionName] = "f"
    }
    #expect(
      listed[ListFunctionEventInvokeConfigs.Output.functionEventInvokeConfigs]?.map {
        $0[FunctionEventInvokeConfig.functionARN]
      } == ["arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumRetryAttempts":1}"#)
    #expect(
      await lambda.wire("DELETE", "/2019-09-25/functions/f/event-invoke-config")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2019-09-25/functions/f/event-invoke-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"The function arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST doesn't have an EventInvokeConfig",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
