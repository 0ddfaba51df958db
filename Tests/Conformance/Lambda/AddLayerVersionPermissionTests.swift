import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct AddLayerVersionPermissionTests {
  @Test func refusesAStatementTwice() async throws {
    let lambda = try LambdaHouse()
    try await lambda.sharedLayer()
    let twice = await lambda.house.error(AddLayerVersionPermission.self) {
      $0[AddLayerVersionPermission.Input.layerName] = "l"
      $0[AddLayerVersionPermission.Input.versionNumber] = 1
      $0[AddLayerVersionPermission.Input.statementID] = "s"
      $0[AddLayerVersionPermission.Input.action] = "lambda:GetLayerVersion"
      $0[AddLayerVersionPermission.Input.principal] = "*"
    }
    #expect(twice?.code == "ResourceConflictException")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire(
        "POST", "/2018-10-31/layers/l/versions/1/policy",
        #"{"StatementId":"s","Action":"lambda:GetLayerVersion","Principal":"111122223333"}"#)
          == #"""
          201
          {"Statement":"{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"lambda:GetLayerVersion\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:layer:l:1\"}",
          "RevisionId":"<id>"}
          """#)
    #expect(
      await lambda.wire(
        "POST", "/2018-10-31/layers/l/versions/1/policy",
        #"{"StatementId":"t","Action":"lambda:Other","Principal":"*"}"#)
          == #"""
          400 ValidationException
          {"message":"1 validation error detected: Value 'lambda:Other' at 'action'
          failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion"}
          """#)
    await lambda.stop()
  }
}
