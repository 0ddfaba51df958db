import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListTagsTests {
  @Test func aVersionHasNone() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let version = await lambda.house.error(ListTags.self) {
      $0[ListTags.Input.resource] = "arn:aws:lambda:us-east-1:000000000000:function:f:1"
    }
    #expect(
      version?.message == "Tags on function aliases and versions are not supported. Please specify a function ARN.")
    await lambda.stop()
  }
}
