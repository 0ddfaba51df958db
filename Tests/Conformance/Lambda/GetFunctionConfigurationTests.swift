import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionConfigurationTests {
  @Test func anUnqualifiedNameShowsAnUnqualifiedARN() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let shown = try await lambda.house.call(GetFunctionConfiguration.self) {
      $0[GetFunctionConfiguration.Input.functionName] = "f"
    }
    #expect(shown[FunctionConfiguration.functionARN] == "arn:aws:lambda:us-east-1:000000000000:function:f")
    #expect(
      shown[FunctionConfiguration.state] == "Active" && shown[FunctionConfiguration.lastUpdateStatus] == "Successful")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/configuration")
        == #"""
        200
        \#(LambdaHouse.shown())
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/configuration?Qualifier=a%20b")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'a b' at 'qualifier'
        failed to satisfy constraint: Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"}
        """#)
    await lambda.stop()
  }
}
