import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct PublishVersionTests {
  @Test func numbersGoOnAfterTheFunctionWasMadeAgain() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let first = try await lambda.publish()
    #expect(first[FunctionConfiguration.version] == "1")
    #expect(first[FunctionConfiguration.functionARN] == "arn:aws:lambda:us-east-1:000000000000:function:f:1")
    #expect(try await lambda.publish()[FunctionConfiguration.version] == "1")
    _ = try await lambda.house.call(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f" }
    try await lambda.make("f", "x")
    #expect(try await lambda.publish()[FunctionConfiguration.version] == "2")
    let wrong = await lambda.house.error(PublishVersion.self) {
      $0[PublishVersion.Input.functionName] = "f"
      $0[PublishVersion.Input.codeSHA256] = "no"
    }
    #expect(wrong?.message?.hasPrefix("CodeSHA256 (no) is different from current CodeSHA256 in $LATEST (") == true)
    await lambda.stop()
  }
}
