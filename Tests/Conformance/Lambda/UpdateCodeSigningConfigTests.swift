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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let signing = await lambda.signingConfig()
    #expect(
      await lambda.wire(
        "PUT", "/2020-04-22/code-signing-configs/\(signing)",
        #"{"Description":"d","CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Enforce"}}"#)
          == #"""
          200
          {"CodeSigningConfig":{"CodeSigningConfigId":"csc-<id>",
          "CodeSigningConfigArn":"arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id>",
          "Description":"d",
          "AllowedPublishers":{"SigningProfileVersionArns":["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"]},
          "CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Enforce"},
          "LastModified":"<time>"}}
          """#)
    #expect(
      await lambda.wire(
        "PUT", "/2020-04-22/code-signing-configs/\(signing)",
        #"{"CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Ask"}}"#)
          == #"""
          400 ValidationException
          {"message":"1 validation error detected: Value 'Ask' at 'codeSigningPolicies.untrustedArtifactOnDeployment'
          failed to satisfy constraint: Member must satisfy enum value set: [Warn, Enforce]"}
          """#)
    await lambda.stop()
  }
}
