import Protocols
import Support
import Testing

@testable import Logs

@Suite struct DeleteRetentionPolicyTests {
  @Test func eventsAreKeptForever() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":7}"#)
    let answer2 = await house.wire("DeleteRetentionPolicy", #"{"logGroupName":"g"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "")
    let answer3 = await house.wire("DescribeLogGroups", "{}")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("retentionInDays"), "\(answer3.text)")
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
    #expect(await house.wire("DeleteRetentionPolicy", request).refusal == words)
  }
}
