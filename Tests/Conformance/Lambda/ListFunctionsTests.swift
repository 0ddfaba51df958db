import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListFunctionsTests {
  @Test func pagesInTheOrderOfTheNames() async throws {
    let lambda = try LambdaHouse()
    for name in ["c", "a", "b"] { try await lambda.make(name, "x") }
    var names: [String] = []
    var marker: String?
    repeat {
      let page = try await lambda.house.call(ListFunctions.self) {
        $0[ListFunctions.Input.maxItems] = 2
        $0[ListFunctions.Input.marker] = marker
      }
      names += (page[ListFunctions.Output.functions] ?? []).compactMap { $0[FunctionConfiguration.functionName] }
      marker = page[ListFunctions.Output.nextMarker]
    } while marker != nil
    #expect(names == ["a", "b", "c"])
    let elsewhere = try await lambda.house.call(ListFunctions.self, region: "eu-west-1")
    #expect(elsewhere[ListFunctions.Output.functions]?.isEmpty == true)
    await lambda.stop()
  }
}
