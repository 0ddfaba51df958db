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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    #expect(
      await lambda.wire(
        "POST", "/2020-04-22/code-signing-configs",
        #"{"AllowedPublishers":{"SigningProfileVersionArns":["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"]}}"#
      )
        == #"""
        201
        {"CodeSigningConfig":{"CodeSigningConfigId":"csc-<id>",
        "CodeSigningConfigArn":"arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id>",
        "Description":"",
        "AllowedPublishers":{"SigningProfileVersionArns":["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"]},
        "CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Warn"},
        "LastModified":"<time>"}}
        """#)
    #expect(
      await lambda.wire("POST", "/2020-04-22/code-signing-configs", #"{}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'allowedPublishers'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
