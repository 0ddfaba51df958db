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
}
