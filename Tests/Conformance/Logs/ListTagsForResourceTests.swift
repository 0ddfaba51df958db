import Protocols
import Support
import Testing

@testable import Logs

@Suite struct ListTagsForResourceTests {
  @Test func tellsThem() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g","tags":{"b":"2","a":"1"}}"#)
    let answer = await house.wire(
      "ListTagsForResource", #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == #"{"tags":{"a":"1","b":"2"}}"#)
  }

  @Test(arguments: [
    (
      #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      "{}",
      "InvalidParameterException: 1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("ListTagsForResource", request).refusal == words)
  }
}
