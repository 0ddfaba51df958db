import Protocols
import Support
import Testing

@testable import Logs

/// Limits and order are in LogEventTests.
@Suite struct PutLogEventsTests {
  @Test func answersTheTokenThatNobodyNeeds() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    let answer = await house.wire(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","sequenceToken":"1","logEvents":[{"timestamp":\#(now),"message":"a"}]}"#
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.hasPrefix(#"{"nextSequenceToken":""#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"h","logStreamName":"s","logEvents":[{"timestamp":1,"message":"a"}]}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t","logEvents":[{"timestamp":1,"message":"a"}]}"#,
      "ResourceNotFoundException: The specified log stream does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t","logEvents":[]}"#,
      "InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("PutLogEvents", request).refusal == words)
  }
}
