import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListVersionsByFunctionTests {
  @Test func latestComesFirst() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    let page = try await lambda.house.call(ListVersionsByFunction.self) {
      $0[ListVersionsByFunction.Input.functionName] = "f"
      $0[ListVersionsByFunction.Input.maxItems] = 1
    }
    #expect(page[ListVersionsByFunction.Output.versions]?.map { $0[FunctionConfiguration.version] } == ["$LATEST"])
    let rest = try await lambda.house.call(ListVersionsByFunction.self) {
      $0[ListVersionsByFunction.Input.functionName] = "f"
      $0[ListVersionsByFunction.Input.marker] = page[ListVersionsByFunction.Output.nextMarker]
    }
    #expect(rest[ListVersionsByFunction.Output.versions]?.map { $0[FunctionConfiguration.version] } == ["1"])
    #expect(rest[ListVersionsByFunction.Output.nextMarker] == nil)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/versions?MaxItems=1")
        == #"""
        200
        {"NextMarker":"JExBVEVTVA==",
        "Versions":[\#(LambdaHouse.shown(":$LATEST"))]}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/g/versions")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
