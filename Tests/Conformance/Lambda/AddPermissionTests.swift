import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct AddPermissionTests {
  @Test(arguments: [
    ("s3.amazonaws.com", #""Principal":{"Service":"s3.amazonaws.com"}"#),
    ("123456789012", #""Principal":{"AWS":"arn:aws:iam::123456789012:root"}"#),
    ("arn:aws:iam::123456789012:role/r", #""Principal":{"AWS":"arn:aws:iam::123456789012:role/r"}"#),
    ("*", #""Principal":"*""#),
  ])
  func writesThePrincipal(_ principal: String, _ expected: String) {
    let statement = ResourcePolicy.statement(
      ResourcePolicy.Permission(sid: "a", action: "lambda:InvokeFunction", principal: principal, resource: "arn:f"))
    #expect(
      statement == #"{"Sid":"a","Effect":"Allow",\#(expected),"Action":"lambda:InvokeFunction","Resource":"arn:f"}"#)
  }

  /// Recorded from AWS: the source's condition has a capital AWS.
  @Test func writesTheConditions() {
    let statement = ResourcePolicy.statement(
      ResourcePolicy.Permission(
        sid: "a", action: "lambda:DefinitelyNotReal", principal: "*", resource: "arn:f", sourceARN: "arn:s",
        sourceAccount: "123456789012", organization: "o-abcdefghij"))
    #expect(
      statement.hasSuffix(
        #""Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012","aws:PrincipalOrgID":"o-abcdefghij"},"#
          + #""ArnLike":{"AWS:SourceArn":"arn:s"}}}"#))
  }

  @Test func keepsReturnsAndRemoves() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let add: (inout Values<AddPermission.Input>) -> Void = {
      $0[AddPermission.Input.functionName] = "f"
      $0[AddPermission.Input.statementID] = "sns"
      $0[AddPermission.Input.action] = "lambda:InvokeFunction"
      $0[AddPermission.Input.principal] = "sns.amazonaws.com"
    }
    let statement = try await lambda.house.call(AddPermission.self, add)[AddPermission.Output.statement] ?? ""
    #expect(await lambda.house.error(AddPermission.self, add)?.code == "ResourceConflictException")
    let policy = try await lambda.house.call(GetPolicy.self) { $0[GetPolicy.Input.functionName] = "f" }
    #expect(
      policy[GetPolicy.Output.policy] == #"{"Version":"2012-10-17","Id":"default","Statement":[\#(statement)]}"#)
    let stale = await lambda.house.error(RemovePermission.self) {
      $0[RemovePermission.Input.functionName] = "f"
      $0[RemovePermission.Input.statementID] = "sns"
      $0[RemovePermission.Input.revisionID] = "x"
    }
    #expect(stale?.code == "PreconditionFailedException")
    _ = try await lambda.house.call(RemovePermission.self) {
      $0[RemovePermission.Input.functionName] = "f"
      $0[RemovePermission.Input.statementID] = "sns"
      $0[RemovePermission.Input.revisionID] = policy[GetPolicy.Output.revisionID]
    }
    let none = await lambda.house.error(GetPolicy.self) { $0[GetPolicy.Input.functionName] = "f" }
    #expect(none?.message == "The resource you requested does not exist.")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "POST", "/2015-03-31/functions/f/policy",
        #"{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com","SourceArn":"arn:aws:sns:us-east-1:000000000000:t"}"#
      )
        == #"""
        201
        {"Statement":"{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:sns:us-east-1:000000000000:t\"}}}"}
        """#)
    #expect(
      await lambda.wire(
        "POST", "/2015-03-31/functions/f/policy",
        #"{"StatementId":"s t","Action":"lambda:InvokeFunction","Principal":"*"}"#)
          == #"""
          400 ValidationException
          {"message":"1 validation error detected: Value 's t' at 'statementId'
          failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"}
          """#)
    await lambda.stop()
  }
}
