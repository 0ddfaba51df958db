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

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = await lambda.wire(
      "POST", "/2015-03-31/functions/f/policy",
      #"{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com"}"#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f/policy")
        == #"""
        200
        {"Policy":"{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"}]}",
        "RevisionId":"<id>"}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/g/policy")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
