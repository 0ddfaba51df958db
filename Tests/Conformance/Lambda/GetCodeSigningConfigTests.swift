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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let signing = await lambda.signingConfig()
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs/\(signing)")
        == #"""
        200
        {"CodeSigningConfig":{"CodeSigningConfigId":"csc-<id>",
        "CodeSigningConfigArn":"arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id>",
        "Description":"",
        "AllowedPublishers":{"SigningProfileVersionArns":["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"]},
        "CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Warn"},
        "LastModified":"<time>"}}
        """#)
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs/none")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'none' at 'codeSigningConfigArn'
        failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}"}
        """#)
    await lambda.stop()
  }
}
