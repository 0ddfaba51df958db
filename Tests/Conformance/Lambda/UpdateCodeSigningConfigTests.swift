import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct UpdateCodeSigningConfigTests {
  @Test func changesWhatIsNamed() async throws {
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
    let updated = try await lambda.house.call(UpdateCodeSigningConfig.self) {
      $0[UpdateCodeSigningConfig.Input.codeSigningConfigARN] = arn
      $0[UpdateCodeSigningConfig.Input.description] = "d"
    }[UpdateCodeSigningConfig.Output.codeSigningConfig]
    #expect(updated?[CodeSigningConfig.description] == "d")
    #expect(updated?[CodeSigningConfig.allowedPublishers] != nil)
    await lambda.stop()
  }
}
