import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListAliasesTests {
  @Test func ofOneVersion() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("b", "1")
    _ = try await lambda.alias("a", "$LATEST")
    func names(_ version: String?) async throws -> [String?]? {
      try await lambda.house.call(ListAliases.self) {
        $0[ListAliases.Input.functionName] = "f"
        $0[ListAliases.Input.functionVersion] = version
      }[ListAliases.Output.aliases]?.map { $0[AliasConfiguration.name] }
    }
    #expect(try await names(nil) == ["a", "b"])
    #expect(try await names("1") == ["b"])
    await lambda.stop()
  }
}
