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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let signing = await lambda.signingConfig()
    #expect(
      await lambda.wire(
        "PUT", "/2020-06-30/functions/f/code-signing-config", #"{"CodeSigningConfigArn":"\#(signing)"}"#)
          == #"""
          200
          {"CodeSigningConfigArn":"arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-<id>",
          "FunctionName":"f"}
          """#)
    #expect(
      await lambda.wire("PUT", "/2020-06-30/functions/f/code-signing-config", #"{}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value null at 'codeSigningConfigArn'
        failed to satisfy constraint: Member must not be null"}
        """#)
    await lambda.stop()
  }
}
