import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutFunctionCodeSigningConfigTests {
  @Test func needsOneThatIsThere() async throws {
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
    let missing = await lambda.house.error(PutFunctionCodeSigningConfig.self) {
      $0[PutFunctionCodeSigningConfig.Input.functionName] = "f"
      $0[PutFunctionCodeSigningConfig.Input.codeSigningConfigARN] =
        "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-0123456789abcdef0"
    }
    #expect(missing?.code == "CodeSigningConfigNotFoundException")
    #expect(!arn.isEmpty)
    await lambda.stop()
  }
}
