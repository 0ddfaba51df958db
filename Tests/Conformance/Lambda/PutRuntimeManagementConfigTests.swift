import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PutRuntimeManagementConfigTests {
  @Test func aVersionIsNotHeldAndRefusedByName() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("PUT", "/2021-07-20/functions/f/runtime-management-config", #"{"UpdateRuntimeOn":"Manual"}"#)
        .contains("The parameter UpdateRuntimeOn of PutRuntimeManagementConfig is not emulated."))
    let version = "arn:aws:lambda:us-east-1::runtime:0123"
    #expect(
      await lambda.wire(
        "PUT", "/2021-07-20/functions/f/runtime-management-config",
        #"{"UpdateRuntimeOn":"Auto","RuntimeVersionArn":"\#(version)"}"#
      ).contains("The parameter RuntimeVersionArn of PutRuntimeManagementConfig is not emulated."))
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
