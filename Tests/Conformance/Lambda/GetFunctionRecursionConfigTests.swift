import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionRecursionConfigTests {
  @Test func terminatesUnlessSet() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetFunctionRecursionConfig.self) {
      $0[GetFunctionRecursionConfig.Input.functionName] = "f"
    }
    #expect(shown[GetFunctionRecursionConfig.Output.recursiveLoop] == "Terminate")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2024-08-31/functions/f/recursion-config")
        == #"""
        200
        {"RecursiveLoop":"Terminate"}
        """#)
    #expect(
      await lambda.wire("GET", "/2024-08-31/functions/g/recursion-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
