import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct RemoveLayerVersionPermissionTests {
  @Test func namesAStatementThatIsMissing() async throws {
    let lambda = try LambdaHouse()
    try await lambda.sharedLayer()
    func remove(_ id: String, _ revision: String? = nil) async -> String? {
      await lambda.house.error(RemoveLayerVersionPermission.self) {
        $0[RemoveLayerVersionPermission.Input.layerName] = "l"
        $0[RemoveLayerVersionPermission.Input.versionNumber] = 1
        $0[RemoveLayerVersionPermission.Input.statementID] = id
        $0[RemoveLayerVersionPermission.Input.revisionID] = revision
      }?.message
    }
    #expect(await remove("none") == "Statement none is not found in resource policy.")
    #expect(await remove("s", "old")?.contains("GetLayerPolicy") == true)
    #expect(await remove("s") == nil)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    _ = await lambda.wire(
      "POST", "/2018-10-31/layers/l/versions/1/policy",
      #"{"StatementId":"s","Action":"lambda:GetLayerVersion","Principal":"*"}"#)
    #expect(
      await lambda.wire("DELETE", "/2018-10-31/layers/l/versions/1/policy/s")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2018-10-31/layers/l/versions/1/policy/s")
        == #"""
        404 ResourceNotFoundException
        {"message":"No policy is associated with the given resource.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
