import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetRuntimeManagementConfigTests {
  @Test func isAutoUnlessSet() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetRuntimeManagementConfig.self) {
      $0[GetRuntimeManagementConfig.Input.functionName] = "f"
    }
    #expect(shown[GetRuntimeManagementConfig.Output.updateRuntimeOn] == "Auto")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2021-07-20/functions/f/runtime-management-config")
        == #"""
        200
        {"UpdateRuntimeOn":"Auto",
        "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f"}
        """#)
    #expect(
      await lambda.wire("GET", "/2021-07-20/functions/g/runtime-management-config")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
