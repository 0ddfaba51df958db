import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutRuntimeManagementConfigTests {
  @Test func manualNeedsAVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let without = await lambda.house.error(PutRuntimeManagementConfig.self) {
      $0[PutRuntimeManagementConfig.Input.functionName] = "f"
      $0[PutRuntimeManagementConfig.Input.updateRuntimeOn] = "Manual"
    }
    #expect(without?.code == "InvalidParameterValueException")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "PUT", "/2021-07-20/functions/f/runtime-management-config", #"{"UpdateRuntimeOn":"FunctionUpdate"}"#)
          == #"""
          200
          {"UpdateRuntimeOn":"FunctionUpdate",
          "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f"}
          """#)
    #expect(
      await lambda.wire("PUT", "/2021-07-20/functions/f/runtime-management-config", #"{"UpdateRuntimeOn":"Never"}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'Never' at 'updateRuntimeOn'
        failed to satisfy constraint: Member must satisfy enum value set: [Auto, Manual, FunctionUpdate]"}
        """#)
    await lambda.stop()
  }
}
