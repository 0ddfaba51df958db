import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListCodeSigningConfigsTests {
  @Test func listsIt() async throws {
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
    let listed = try await lambda.house.call(ListCodeSigningConfigs.self)
    #expect(
      listed[ListCodeSigningConfigs.Output.codeSigningConfigs]?.map { $0[CodeSigningConfig.codeSigningConfigARN] } == [
        arn
      ])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    let signing = await lambda.signingConfig()
    #expect(signing.hasPrefix("arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-"))
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs?MaxItems=1")
        == #"""
        200
        {"CodeSigningConfigs":[{"CodeSigningConfigId":"csc-<id>",
        "CodeSigningConfigArn":"arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id>",
        "Description":"",
        "AllowedPublishers":{"SigningProfileVersionArns":["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"]},
        "CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Warn"},
        "LastModified":"<time>"}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs?MaxItems=x")
        == #"""
        400 SerializationException
        {"message":"The value of MaxItems can not be converted to an Integer"}
        """#)
    await lambda.stop()
  }
}
