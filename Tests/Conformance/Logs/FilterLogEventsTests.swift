import Protocols
import Support
import Testing

@testable import Logs

/// Patterns and pages are in LogEventTests.
@Suite struct FilterLogEventsTests {
  @Test func theEventsThatHaveTheTerm() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    await house.given(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":\#(now),"message":"a b"},{"timestamp":\#(now + 1),"message":"c"}]}"#
    )
    let answer = await house.wire("FilterLogEvents", #"{"logGroupName":"g","filterPattern":"b"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"events":[{"logStreamName":"s","timestamp":"#), "\(answer.text)")
    #expect(answer.text.contains(#""message":"a b","ingestionTime":"#), "\(answer.text)")
    #expect(!answer.text.contains(#""message":"c""#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"logGroupName":"h"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (
      #"{"logGroupName":"g","limit":0}"#,
      "InvalidParameterException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
    (#"{"logGroupName":"g","nextToken":"x"}"#, "InvalidParameterException: The specified nextToken is invalid."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("FilterLogEvents", request).refusal == words)
  }
}
