import Protocols
import Support
import Testing

@testable import Logs

@Suite struct DescribeSubscriptionFiltersTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given(
      "PutSubscriptionFilter",
      #"{"logGroupName":"g","filterName":"b","filterPattern":"ERROR","destinationArn":"arn:aws:lambda:us-east-1:000000000000:function:f"}"#
    )
    await house.given(
      "PutSubscriptionFilter",
      #"{"logGroupName":"g","filterName":"a","filterPattern":"ERROR","destinationArn":"arn:aws:kinesis:us-east-1:000000000000:stream/s","roleArn":"arn:aws:iam::000000000000:role/r","distribution":"Random"}"#
    )
    let answer3 = await house.wire("DescribeSubscriptionFilters", #"{"logGroupName":"g","limit":1}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(
        #"{"subscriptionFilters":[{"filterName":"a","logGroupName":"g","filterPattern":"ERROR","destinationArn":"arn:aws:kinesis:us-east-1:000000000000:stream/s","roleArn":"arn:aws:iam::000000000000:role/r","distribution":"Random""#
      ), "\(answer3.text)")
    #expect(answer3.text.contains(#""nextToken":""#), "\(answer3.text)")
    let answer4 = await house.wire("DescribeSubscriptionFilters", #"{"logGroupName":"g","filterNamePrefix":"b"}"#)
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains(#""filterName":"b""#), "\(answer4.text)")
    #expect(answer4.text.contains(#""distribution":"ByLogStream""#), "\(answer4.text)")
    #expect(!answer4.text.contains(#""filterName":"a""#), "\(answer4.text)")
    #expect(!answer4.text.contains("nextToken"), "\(answer4.text)")
  }

  @Test(arguments: [
    (#"{"logGroupName":"h"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (#"{"logGroupName":"g","nextToken":"x"}"#, "InvalidParameterException: The specified nextToken is invalid."),
    (
      #"{"logGroupName":"g","limit":51}"#,
      "InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("DescribeSubscriptionFilters", request).refusal == words)
  }
}
