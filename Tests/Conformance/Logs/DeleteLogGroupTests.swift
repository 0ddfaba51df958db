import Protocols
import Support
import Testing

@testable import Logs

/// What becomes of its events is in LogGroupTests.
@Suite struct DeleteLogGroupTests {
  @Test func theGroupIsGone() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    let answer1 = await house.wire("DeleteLogGroup", #"{"logGroupName":"g"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "")
    let answer2 = await house.wire("DescribeLogGroups", "{}")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"logGroups":[]}"#)
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
    #expect(await house.wire("DeleteLogGroup", request).refusal == words)
  }
}
