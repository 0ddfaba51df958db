import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteCodeSigningConfigTests {
  @Test func isKeptWhileAFunctionHasIt() async throws {
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
    let kept = await lambda.house.error(DeleteCodeSigningConfig.self) {
      $0[DeleteCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    #expect(kept?.code == "ResourceConflictException")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let signing = await lambda.signingConfig()
    #expect(
      await lambda.wire("DELETE", "/2020-04-22/code-signing-configs/\(signing)")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2020-04-22/code-signing-configs/\(signing)")
        == #"""
        404 ResourceNotFoundException
        {"message":"The Lambda code signing configuration arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id> can not be found.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
