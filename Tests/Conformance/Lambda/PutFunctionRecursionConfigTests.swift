import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutFunctionRecursionConfigTests {
  @Test func isKept() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.house.call(PutFunctionRecursionConfig.self) {
      $0[PutFunctionRecursionConfig.Input.functionName] = "f"
      $0[PutFunctionRecursionConfig.Input.recursiveLoop] = "Allow"
    }
    let shown = try await lambda.house.call(GetFunctionRecursionConfig.self) {
      $0[GetFunctionRecursionConfig.Input.functionName] = "f"
    }
    #expect(shown[GetFunctionRecursionConfig.Output.recursiveLoop] == "Allow")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("PUT", "/2024-08-31/functions/f/recursion-config", #"{"RecursiveLoop":"Allow"}"#)
        == #"""
        200
        {"RecursiveLoop":"Allow"}
        """#)
    #expect(
      await lambda.wire("PUT", "/2024-08-31/functions/f/recursion-config", #"{"RecursiveLoop":"Never"}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'Never' at 'recursiveLoop'
        failed to satisfy constraint: Member must satisfy enum value set: [Allow, Terminate]"}
        """#)
    await lambda.stop()
  }
}
