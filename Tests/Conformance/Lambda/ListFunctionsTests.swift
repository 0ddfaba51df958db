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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/?FunctionVersion=ALL&MaxItems=1")
        == #"""
        200
        {"Functions":[\#(LambdaHouse.shown(":$LATEST", state: []))]}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/?FunctionVersion=SOME")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'SOME' at 'functionVersion'
        failed to satisfy constraint: Member must satisfy enum value set: [ALL]"}
        """#)
    await lambda.stop()
  }
}
