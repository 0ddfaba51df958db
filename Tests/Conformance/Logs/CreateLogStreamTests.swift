import Protocols
import Support
import Testing

@testable import Logs

@Suite struct CreateLogStreamTests {
  @Test func answersNothing() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    let answer1 = await house.wire("CreateLogStream", #"{"logGroupName":"g","logStreamName":"a/b[$LATEST]"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "")
    let answer2 = await house.wire("DescribeLogStreams", #"{"logGroupName":"g"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#""logStreamName":"a/b[$LATEST]""#), "\(answer2.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"g","logStreamName":"s"}"#,
      "ResourceAlreadyExistsException: The specified log stream already exists"
    ),
    (
      #"{"logGroupName":"h","logStreamName":"s"}"#, "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"a:b"}"#,
      "InvalidParameterException: 1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    #expect(await house.wire("CreateLogStream", request).refusal == words)
  }
}
