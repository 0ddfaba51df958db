import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct RemovePermissionTests {
  @Test func saysWhatIsMissing() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    func remove(_ name: String) async -> String? {
      await lambda.house.error(RemovePermission.self) {
        $0[RemovePermission.Input.functionName] = name
        $0[RemovePermission.Input.statementID] = "s"
      }?.message
    }
    #expect(await remove("none") == "No policy found for: arn:aws:lambda:us-east-1:000000000000:function:none")
    #expect(await remove("f") == "No policy is associated with the given resource.")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire(
      "POST", "/2015-03-31/functions/f/policy",
      #"{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com"}"#)
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f/policy/s")
        == "204")
    #expect(
      await lambda.wire("DELETE", "/2015-03-31/functions/f/policy/s")
        == #"""
        404 ResourceNotFoundException
        {"message":"No policy is associated with the given resource.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
