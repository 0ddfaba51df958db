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
}
