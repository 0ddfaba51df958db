import Protocols
import Support
import Testing

@testable import Logs

/// What it deletes is in LogGroupTests.
@Suite struct PutRetentionPolicyTests {
  @Test func isShown() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    let answer1 = await house.wire("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":14}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "")
    let answer2 = await house.wire("DescribeLogGroups", "{}")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#""retentionInDays":14"#), "\(answer2.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"h","retentionInDays":14}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'retentionInDays' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    #expect(await house.wire("PutRetentionPolicy", request).refusal == words)
  }
}
