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
}
