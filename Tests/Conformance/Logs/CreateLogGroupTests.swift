import Protocols
import Support
import Testing

@testable import Logs

@Suite struct CreateLogGroupTests {
  @Test func answersNothing() async throws {
    let house = try await LogsHouse()
    let answer0 = await house.wire("CreateLogGroup", #"{"logGroupName":"g","tags":{"k":"v"}}"#)
    #expect(answer0.status == 200, "\(answer0.text)")
    #expect(answer0.text == "")
    let answer1 = await house.wire(
      "ListTagsForResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == #"{"tags":{"k":"v"}}"#)
  }

  @Test(arguments: [
    (#"{"logGroupName":"g"}"#, "ResourceAlreadyExistsException: The specified log group already exists"),
    (
      #"{"logGroupName":"a b"}"#,
      #"InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"#
    ),
    (
      "{}",
      "InvalidParameterException: 1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"logGroupName":"h","kmsKeyId":"arn:aws:kms:us-east-1:000000000000:key/x"}"#,
      "NotImplemented: The parameter kmsKeyId of CreateLogGroup is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("CreateLogGroup", request).refusal == words)
  }
}
