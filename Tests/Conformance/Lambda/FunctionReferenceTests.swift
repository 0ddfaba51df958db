import Protocols
import Testing

@testable import Lambda

@Suite struct FunctionReferenceTests {
  @Test(
    arguments: [
      ("f", "000000000000", nil), ("f:live", "000000000000", "live"), ("function:f", "000000000000", nil),
      ("123456789012:function:f", "123456789012", nil), ("123456789012:function:f:7", "123456789012", "7"),
      ("arn:aws:lambda:us-east-1:123456789012:function:f", "123456789012", nil),
      ("arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST", "123456789012", "$LATEST"),
    ] as [(String, String, String?)])
  func readsEveryForm(_ text: String, _ account: String, _ qualifier: String?) throws {
    let reference = try FunctionReference(text, account: "000000000000", region: "us-east-1")
    #expect(reference.key == LambdaFunction.Key(account: account, region: "us-east-1", name: "f"))
    #expect(reference.qualifier == qualifier)
  }

  @Test func refusesAnotherRegion() {
    let error = #expect(throws: AWSError.self) {
      try FunctionReference(
        "arn:aws:lambda:eu-west-1:123456789012:function:f", account: "123456789012", region: "us-east-1")
    }
    #expect(error?.message == "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')")
  }

  @Test func refusesQualifiersThatDisagree() {
    #expect(throws: AWSError.self) {
      try FunctionReference("f:1", qualifier: "2", account: "000000000000", region: "us-east-1")
    }
  }
}
