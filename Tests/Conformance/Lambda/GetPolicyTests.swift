import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetPolicyTests {
  @Test func isOfTheQualifier() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.house.call(AddPermission.self) {
      $0[AddPermission.Input.functionName] = "f"
      $0[AddPermission.Input.qualifier] = "1"
      $0[AddPermission.Input.statementID] = "s"
      $0[AddPermission.Input.action] = "lambda:InvokeFunction"
      $0[AddPermission.Input.principal] = "s3.amazonaws.com"
    }
    let own = await lambda.house.error(GetPolicy.self) { $0[GetPolicy.Input.functionName] = "f" }
    #expect(own?.status == 404)
    let shown = try await lambda.house.call(GetPolicy.self) { $0[GetPolicy.Input.functionName] = "f:1" }
    #expect(shown[GetPolicy.Output.policy]?.contains("arn:aws:lambda:us-east-1:000000000000:function:f:1") == true)
    await lambda.stop()
  }
}
