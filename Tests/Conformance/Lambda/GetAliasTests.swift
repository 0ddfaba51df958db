import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetAliasTests {
  @Test func namesTheMissingAlias() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let missing = await lambda.house.error(GetAlias.self) {
      $0[GetAlias.Input.functionName] = "f"
      $0[GetAlias.Input.name] = "none"
    }
    #expect(missing?.message == "Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:f:none")
    #expect(missing?.status == 404)
    await lambda.stop()
  }
}
