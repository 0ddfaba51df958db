import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct FunctionURLEventTests {
  @Test(arguments: [("abc.lambda-url.us-east-1.localhost:4566", "abc"), ("abc.lambda-url.eu-west-1.on.aws", "abc")])
  func findsTheIDInTheHost(_ host: String, _ id: String) { #expect(FunctionURLSite.id(ofHost: host) == id) }

  @Test func otherHostsAreNone() {
    for host in ["localhost:4566", "127.0.0.1", "b.s3.localhost", "lambda.us-east-1.amazonaws.com"] {
      #expect(FunctionURLSite.id(ofHost: host) == nil)
    }
  }
}
