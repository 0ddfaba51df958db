import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionEventInvokeConfigTests {
  @Test func isOfTheQualifier() async throws {
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
    for (qualifier, retries) in [(nil, 0), ("1", 1)] as [(String?, Int32)] {
      let shown = try await lambda.house.call(GetFunctionEventInvokeConfig.self) {
        $0[GetFunctionEventInvokeConfig.Input.functionName] = "f"
        $0[GetFunctionEventInvokeConfig.Input.qualifier] = qualifier
      }
      #expect(shown[FunctionEventInvokeConfig.maximumRetryAttempts] == retries)
    }
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumRetryAttempts":1}"#)
    #expect(
      await lambda.wire("GET", "/2019-09-25/functions/f/event-invoke-config")
        == #"""
        200
        {"LastModified":<time>,
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
        "MaximumRetryAttempts":1,
        "DestinationConfig":{"OnSuccess":{},
        "OnFailure":{}}}
        """#)
    #expect(
      await lambda.wire("GET", "/2019-09-25/functions/g/event-invoke-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"The function arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST doesn't have an EventInvokeConfig",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
