import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteFunctionCodeSigningConfigTests {
  @Test func takesItAway() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let config = try await lambda.house.call(CreateCodeSigningConfig.self) {
      $0[CreateCodeSigningConfig.Input.allowedPublishers] = .with {
        $0[AllowedPublishers.signingProfileVersionARNs] = [
          "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/v"
        ]
      }
    }[CreateCodeSigningConfig.Output.codeSigningConfig]
    let arn = config?[CodeSigningConfig.codeSigningConfigARN] ?? ""
    _ = try await lambda.house.call(PutFunctionCodeSigningConfig.self) {
      $0[PutFunctionCodeSigningConfig.Input.functionName] = "f"
      $0[PutFunctionCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    _ = try await lambda.house.call(DeleteFunctionCodeSigningConfig.self) {
      $0[DeleteFunctionCodeSigningConfig.Input.functionName] = "f"
    }
    _ = try await lambda.house.call(DeleteCodeSigningConfig.self) {
      $0[DeleteCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("DELETE", "/2020-06-30/functions/f/code-signing-config")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2020-06-30/functions/g/code-signing-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
