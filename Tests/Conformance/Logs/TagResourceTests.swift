import Protocols
import Support
import Testing

@testable import Logs

@Suite struct TagResourceTests {
  @Test func addsTags() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    let answer1 = await house.wire(
      "TagResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g","tags":{"a":"1"}}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "")
    let answer2 = await house.wire(
      "ListTagsForResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"tags":{"a":"1"}}"#)
  }

  @Test(arguments: [
    (
      #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g","tags":{"a":"1"}}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("TagResource", request).refusal == words)
  }
}
