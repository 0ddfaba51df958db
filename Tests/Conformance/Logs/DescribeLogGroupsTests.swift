import Protocols
import Support
import Testing

@testable import Logs

/// How it selects and pages is in LogGroupTests.
@Suite struct DescribeLogGroupsTests {
  @Test func tellsThem() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":7}"#)
    let answer = await house.wire("DescribeLogGroups", #"{"logGroupNamePrefix":"g"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"logGroups":[{"logGroupName":"g","creationTime":"#), "\(answer.text)")
    #expect(
      answer.text.contains(
        #""retentionInDays":7,"metricFilterCount":0,"arn":"arn:aws:logs:us-east-1:000000000000:log-group:g:*","storedBytes":0,"logGroupClass":"STANDARD","logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:g""#
      ), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"limit":51}"#,
      "InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50"
    ),
    (#"{"nextToken":"x"}"#, "InvalidParameterException: The specified nextToken is invalid."),
    (
      #"{"includeLinkedAccounts":true}"#,
      "NotImplemented: The parameter includeLinkedAccounts of DescribeLogGroups is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("DescribeLogGroups", request).refusal == words)
  }
}
