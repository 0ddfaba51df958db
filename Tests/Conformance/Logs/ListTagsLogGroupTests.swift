import Protocols
import Support
import Testing

@testable import Logs

@Suite struct ListTagsLogGroupTests {
  @Test func tellsThem() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g","tags":{"b":"2","a":"1"}}"#)
    let answer = await house.wire("ListTagsLogGroup", #"{"logGroupName":"g"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == #"{"tags":{"a":"1","b":"2"}}"#)
  }

  @Test(arguments: [
    (#"{"logGroupName":"g"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (
      "{}",
      "InvalidParameterException: 1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("ListTagsLogGroup", request).refusal == words)
  }
}
