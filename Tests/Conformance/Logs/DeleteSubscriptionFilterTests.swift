import Protocols
import Support
import Testing

@testable import Logs

@Suite struct DeleteSubscriptionFilterTests {
  @Test func theFilterIsGone() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given(
      "PutSubscriptionFilter",
      #"{"logGroupName":"g","filterName":"x","filterPattern":"ERROR","destinationArn":"arn:aws:lambda:us-east-1:000000000000:function:f"}"#
    )
    let answer2 = await house.wire("DeleteSubscriptionFilter", #"{"logGroupName":"g","filterName":"x"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "")
    let answer3 = await house.wire("DescribeSubscriptionFilters", #"{"logGroupName":"g"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == #"{"subscriptionFilters":[]}"#)
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"g","filterName":"x"}"#,
      "ResourceNotFoundException: The specified subscription filter does not exist."
    ),
    (#"{"logGroupName":"h","filterName":"x"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (
      #"{"logGroupName":"g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'filterName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("DeleteSubscriptionFilter", request).refusal == words)
  }
}
