import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetLayerVersionPolicyTests {
  @Test func showsTheStatement() async throws {
    let lambda = try LambdaHouse()
    try await lambda.sharedLayer()
    let shown = try await lambda.house.call(GetLayerVersionPolicy.self) {
      $0[GetLayerVersionPolicy.Input.layerName] = "l"
      $0[GetLayerVersionPolicy.Input.versionNumber] = 1
    }
    #expect(shown[GetLayerVersionPolicy.Output.policy]?.contains("arn:aws:iam::123456789012:root") == true)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    _ = await lambda.wire(
      "POST", "/2018-10-31/layers/l/versions/1/policy",
      #"{"StatementId":"s","Action":"lambda:GetLayerVersion","Principal":"*"}"#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions/1/policy")
        == #"""
        200
        {"Policy":"{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"lambda:GetLayerVersion\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:layer:l:1\"}]}",
        "RevisionId":"<id>"}
        """#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/m/versions/1/policy")
        == #"""
        404 ResourceNotFoundException
        {"message":"Layer version arn:aws:lambda:us-east-1:000000000000:layer:m:1 does not exist.",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
