import Protocols
import Support
import Testing

@testable import Athena

@Suite struct UpdateWorkGroupTests {
  @Test func changesWhatIsGiven() async throws {
    let house = try AthenaHouse()
    await house.given(
      "CreateWorkGroup",
      #"{"Name":"team","Description":"x","Configuration":{"ResultConfiguration":{"OutputLocation":"s3://results/"}}}"#)
    let answer1 = await house.wire(
      "UpdateWorkGroup",
      #"{"WorkGroup":"team","State":"DISABLED","ConfigurationUpdates":{"ResultConfigurationUpdates":{"RemoveOutputLocation":true},"PublishCloudWatchMetricsEnabled":true}}"#
    )
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("GetWorkGroup", #"{"WorkGroup":"team"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#""State":"DISABLED""#), "\(answer2.text)")
    #expect(answer2.text.contains(#""Description":"x""#), "\(answer2.text)")
    #expect(answer2.text.contains(#""PublishCloudWatchMetricsEnabled":true"#), "\(answer2.text)")
    #expect(!answer2.text.contains("s3://results/"), "\(answer2.text)")
  }

  @Test(arguments: [
    (#"{"WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      #"{"WorkGroup":"primary","State":"DISABLED"}"#,
      "InvalidRequestException: The primary workgroup cannot be disabled"
    ),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'workGroup' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("UpdateWorkGroup", request).refusal == words)
  }
}
