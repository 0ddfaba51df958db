import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListFunctionsByCodeSigningConfigTests {
  @Test func namesThem() async throws {
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
    _ = try await lambda.house.call(PutFunctionCodeSigningConfig.self) {
      $0[PutFunctionCodeSigningConfig.Input.functionName] = "f"
      $0[PutFunctionCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    let listed = try await lambda.house.call(ListFunctionsByCodeSigningConfig.self) {
      $0[ListFunctionsByCodeSigningConfig.Input.codeSigningConfigARN] = arn
    }
    #expect(
      listed[ListFunctionsByCodeSigningConfig.Output.functionARNs] == [
        "arn:aws:lambda:us-east-1:000000000000:function:f"
      ])
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let signing = await lambda.signingConfig()
    _ = await lambda.wire(
      "PUT", "/2020-06-30/functions/f/code-signing-config", #"{"CodeSigningConfigArn":"\#(signing)"}"#)
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs/\(signing)/functions")
        == #"""
        200
        {"FunctionArns":["arn:aws:lambda:us-east-1:000000000000:function:f"]}
        """#)
    #expect(
      await lambda.wire("GET", "/2020-04-22/code-signing-configs/x/functions")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'x' at 'codeSigningConfigArn'
        failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}"}
        """#)
    await lambda.stop()
  }
}
