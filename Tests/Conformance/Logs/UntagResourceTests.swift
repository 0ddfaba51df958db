import Protocols
import Support
import Testing

@testable import Logs

@Suite struct UntagResourceTests {
  @Test func leavesTheOthers() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g","tags":{"b":"2","a":"1"}}"#)
    let answer1 = await house.wire(
      "UntagResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g","tagKeys":["a","z"]}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "")
    let answer2 = await house.wire(
      "ListTagsForResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"tags":{"b":"2"}}"#)
  }

  @Test(arguments: [
    (
      #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g","tagKeys":["a"]}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("UntagResource", request).refusal == words)
  }
}
