import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListFunctionEventInvokeConfigsTests {
  @Test func listsEveryQualifier() async throws {
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
    let listed = try await lambda.house.call(ListFunctionEventInvokeConfigs.self) {
      $0[ListFunctionEventInvokeConfigs.Input.functionName] = "f"
    }
    #expect(
      listed[ListFunctionEventInvokeConfigs.Output.functionEventInvokeConfigs]?.map {
        $0[FunctionEventInvokeConfig.functionARN]
      } == [
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
        "arn:aws:lambda:us-east-1:000000000000:function:f:1",
      ])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire("PUT", "/2019-09-25/functions/f/event-invoke-config", #"{"MaximumRetryAttempts":1}"#)
    #expect(
      await lambda.wire("GET", "/2019-09-25/functions/f/event-invoke-config/list")
        == #"""
        200
        {"FunctionEventInvokeConfigs":[{"LastModified":<time>,
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
        "MaximumRetryAttempts":1,
        "DestinationConfig":{"OnSuccess":{},
        "OnFailure":{}}}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2019-09-25/functions/f/event-invoke-config/list?MaxItems=51")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '51' at 'maxItems'
        failed to satisfy constraint: Member must have value less than or equal to 50"}
        """#)
    await lambda.stop()
  }
}
