import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionCodeSigningConfigTests {
  @Test func isEmptyWithoutOne() async throws {
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
    func shown() async throws -> String? {
      try await lambda.house.call(GetFunctionCodeSigningConfig.self) {
        $0[GetFunctionCodeSigningConfig.Input.functionName] = "f"
      }[GetFunctionCodeSigningConfig.Output.codeSigningConfigARN]
    }
    #expect(try await shown() == nil)
    _ = try await lambda.house.call(PutFunctionCodeSigningConfig.self) {
      $0[PutFunctionCodeSigningConfig.Input.functionName] = "f"
      $0[PutFunctionCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    #expect(try await shown() == arn)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2020-06-30/functions/f/code-signing-config")
        == #"""
        200
        {}
        """#)
    #expect(
      await lambda.wire("GET", "/2020-06-30/functions/g/code-signing-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
