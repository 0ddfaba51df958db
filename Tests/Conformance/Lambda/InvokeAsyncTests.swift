import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct InvokeAsyncTests {
  @Test func keepsTheOldLimit() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let large = await lambda.house.error(InvokeAsync.self) {
      $0[InvokeAsync.Input.functionName] = "f"
      $0[InvokeAsync.Input.invokeArgs] = Blob([34] + [UInt8](repeating: 97, count: 1 << 18) + [34])
    }
    #expect(large?.message == "262146 byte payload is too large for the Event invocation type (limit 262144 bytes)")
    let taken = try await lambda.house.call(InvokeAsync.self) {
      $0[InvokeAsync.Input.functionName] = "f"
      $0[InvokeAsync.Input.invokeArgs] = Blob(Array("{}".utf8))
    }
    #expect(taken[InvokeAsync.Output.status] == 202)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("POST", "/2014-11-13/functions/f/invoke-async/", #"{"a":1}"#)
        == #"""
        202
        {}
        """#)
    #expect(
      await lambda.wire("POST", "/2014-11-13/functions/f/invoke-async/", #"{"#)
        == #"""
        400 InvalidRequestContentException
        {"message":"Could not parse request body into json: Could not parse payload into json: Unexpected end-of-input: expected close marker for Object (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
