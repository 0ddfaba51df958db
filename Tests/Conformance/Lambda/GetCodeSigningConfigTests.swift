import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetCodeSigningConfigTests {
  @Test func namesTheMissingOne() async throws {
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
    let missing = await lambda.house.error(GetCodeSigningConfig.self) {
      $0[GetCodeSigningConfig.Input.codeSigningConfigARN] = String(arn.dropLast()) + (arn.hasSuffix("0") ? "1" : "0")
    }
    #expect(missing?.message?.hasSuffix("can not be found.") == true)
    await lambda.stop()
  }
}
