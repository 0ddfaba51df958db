import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct CreateCodeSigningConfigTests {
  @Test func warnsUnlessTold() async throws {
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
    #expect(
      config?[CodeSigningConfig.codeSigningPolicies]?[CodeSigningPolicies.untrustedArtifactOnDeployment] == "Warn")
    #expect(arn.contains(":code-signing-config:csc-"))
    await lambda.stop()
  }
}
