import Protocols
import Support
import Testing

@testable import Logs

/// How it orders is in LogGroupTests.
@Suite struct DescribeLogStreamsTests {
  @Test func tellsThem() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    await house.given(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":\#(now),"message":"a b"},{"timestamp":\#(now + 1),"message":"c"}]}"#
    )
    let answer = await house.wire("DescribeLogStreams", #"{"logGroupName":"g"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"logStreams":[{"logStreamName":"s","creationTime":"#), "\(answer.text)")
    #expect(answer.text.contains(#""firstEventTimestamp":"#), "\(answer.text)")
    #expect(
      answer.text.contains(#""arn":"arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s""#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"logGroupName":"h"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (
      #"{"logGroupName":"g","orderBy":"Size"}"#,
      "InvalidParameterException: 1 validation error detected: Value 'Size' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]"
    ),
    (
      #"{"logGroupName":"g","orderBy":"LastEventTime","logStreamNamePrefix":"a"}"#,
      "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("DescribeLogStreams", request).refusal == words)
  }
}
