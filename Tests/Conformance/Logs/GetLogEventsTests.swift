import Protocols
import Support
import Testing

@testable import Logs

/// How it pages is in LogEventTests.
@Suite struct GetLogEventsTests {
  @Test func answersTokensBothWays() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    await house.given(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":\#(now),"message":"a b"},{"timestamp":\#(now + 1),"message":"c"}]}"#
    )
    let answer = await house.wire("GetLogEvents", #"{"logGroupName":"g","logStreamName":"s","startFromHead":true}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"events":[{"timestamp":"#), "\(answer.text)")
    #expect(answer.text.contains(#""message":"a b","ingestionTime":"#), "\(answer.text)")
    #expect(answer.text.contains(#""nextForwardToken":"f/"#), "\(answer.text)")
    #expect(answer.text.contains(#""nextBackwardToken":"b/"#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"h","logStreamName":"s"}"#, "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t"}"#,
      "ResourceNotFoundException: The specified log stream does not exist."
    ),
    (
      #"{"logGroupName":"g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("GetLogEvents", request).refusal == words)
  }
}
