import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct DeleteFunctionTests {
  @Test func keepsAVersionThatAnAliasPointsTo() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    let kept = await lambda.house.error(DeleteFunction.self) {
      $0[DeleteFunction.Input.functionName] = "f"
      $0[DeleteFunction.Input.qualifier] = "1"
    }
    #expect(kept?.code == "ResourceConflictException")
    let latest = await lambda.house.error(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f:$LATEST" }
    #expect(latest?.message == "$LATEST version cannot be deleted without deleting the function.")
    _ = try await lambda.house.call(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f" }
    let gone = await lambda.house.error(GetAlias.self) {
      $0[GetAlias.Input.functionName] = "f"
      $0[GetAlias.Input.name] = "live"
    }
    #expect(gone?.status == 404)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:f",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
