import Protocols
import Support
import Testing

@testable import Logs

@Suite struct DeleteLogStreamTests {
  @Test func theStreamIsGone() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let answer2 = await house.wire("DeleteLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "")
    let answer3 = await house.wire("DescribeLogStreams", #"{"logGroupName":"g"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == #"{"logStreams":[]}"#)
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"g","logStreamName":"s"}"#,
      "ResourceNotFoundException: The specified log stream does not exist."
    ),
    (
      #"{"logGroupName":"h","logStreamName":"s"}"#, "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("DeleteLogStream", request).refusal == words)
  }
}
