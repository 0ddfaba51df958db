import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteAliasTests {
  @Test func takesWhatHangsOnItAlong() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.alias("live", "$LATEST")
    _ = try await lambda.house.call(PutFunctionEventInvokeConfig.self) {
      $0[PutFunctionEventInvokeConfig.Input.functionName] = "f:live"
      $0[PutFunctionEventInvokeConfig.Input.maximumRetryAttempts] = 0
    }
    _ = try await lambda.house.call(DeleteAlias.self) {
      $0[DeleteAlias.Input.functionName] = "f"
      $0[DeleteAlias.Input.name] = "live"
    }
    let left = try await lambda.house.call(ListFunctionEventInvokeConfigs.self) {
      $0[ListFunctionEventInvokeConfigs.Input.functionName] = "f"
    }
    #expect(left[ListFunctionEventInvokeConfigs.Output.functionEventInvokeConfigs]?.isEmpty == true)
    let gone = await lambda.house.error(Invoke.self) { $0[Invoke.Input.functionName] = "f:live" }
    #expect(gone?.message == "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:live")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f/aliases/live")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f/aliases/9")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '9' at 'name'
        failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"}
        """#)
    await lambda.stop()
  }
}
