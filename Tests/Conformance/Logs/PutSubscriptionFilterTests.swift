import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import Logs

@Suite struct PutSubscriptionFilterTests {
  private static let function = "arn:aws:lambda:us-east-1:000000000000:function:receiver"
  private static let stream = "arn:aws:kinesis:us-east-1:000000000000:stream/s"

  private static func request(
    _ name: String = "x", _ pattern: String = "ERROR", to destination: String = function, more: String = ""
  ) -> String {
    #"{"logGroupName":"\#(LogsHouse.group)","filterName":"\#(name)","filterPattern":"\#(pattern)","#
      + #""destinationArn":"\#(destination)"\#(more)}"#
  }

  private static let role = #","roleArn":"arn:aws:iam::000000000000:role/r""#

  @Test func functionsAreGivenWhatMatches() async throws {
    let logs = try await LogsHouse(starts: true)
    try await logs.make()
    #expect(await logs.wire("PutSubscriptionFilter", PutSubscriptionFilterTests.request()).status == 200)
    let now = await logs.now
    _ = try await logs.house.call(
      PutLogEvents.self, LogsHouse.put([(now, "ERROR one"), (now + 1, "fine"), (now + 2, "ERROR two")]))
    let message = try #require(await logs.subscribers.wait(for: 1).first?.message)
    #expect(
      message.object?.members.map(\.key) == [
        "messageType", "owner", "logGroup", "logStream", "subscriptionFilters", "logEvents",
      ])
    #expect(message["messageType"] == "DATA_MESSAGE" && message["owner"] == "000000000000")
    #expect(message["logGroup"]?.string == LogsHouse.group && message["logStream"] == "s")
    #expect(message["subscriptionFilters"] == ["x"])
    #expect(message["logEvents"]?.array?.compactMap { $0["message"]?.string } == ["ERROR one", "ERROR two"])
    // An event's id is the one that FilterLogEvents tells.
    let told = try await logs.house.call(FilterLogEvents.self) {
      $0[FilterLogEvents.Input.logGroupName] = LogsHouse.group
    }
    let first = told[FilterLogEvents.Output.events]?.first?[FilterLogEvents.FilteredLogEvent.eventID]
    #expect(message["logEvents"]?.array?.first?["id"]?.string == first)
    await logs.house.stop()
  }

  @Test func streamsAreAskedFirstAndGivenRecordsByLogStream() async throws {
    let logs = try await LogsHouse(starts: true)
    try await logs.make()
    let answer = await logs.wire(
      "PutSubscriptionFilter",
      PutSubscriptionFilterTests.request(
        "x", "", to: PutSubscriptionFilterTests.stream, more: PutSubscriptionFilterTests.role))
    #expect(answer.status == 200, "\(answer.text)")
    let now = await logs.now
    // What the emulator's own services write is delivered too.
    await logs.append([(Timestamp(milliseconds: Int64(now)), "anything")], stream: "other")
    let messages = await logs.subscribers.wait(for: 2)
    #expect(messages.map { $0.message["messageType"]?.string } == ["CONTROL_MESSAGE", "DATA_MESSAGE"])
    #expect(messages.last?.key == "other")
    await logs.house.stop()
  }

  @Test func triesAgainUnlessItIsRefused() async throws {
    let logs = try await LogsHouse(starts: true)
    try await logs.make()
    _ = await logs.wire("PutSubscriptionFilter", PutSubscriptionFilterTests.request("x", ""))
    logs.subscribers.fail([
      AWSError("ServiceException", "later", status: 500), AWSError("ResourceNotFoundException", "gone", status: 404),
    ])
    let now = await logs.now
    for (index, text) in ["one", "two", "three"].enumerated() {
      _ = try await logs.house.call(PutLogEvents.self, LogsHouse.put([(now + index, text)]))
    }
    // The first waits for its second try, the second is lost.
    #expect(await logs.subscribers.wait(for: 1).map { $0.message["logEvents"]?.array?.first?["message"] } == ["three"])
    await logs.house.advance(milliseconds: 1000)
    #expect(
      await logs.subscribers.wait(for: 2).map { $0.message["logEvents"]?.array?.first?["message"] } == ["three", "one"])
    await logs.house.stop()
  }

  @Test func whatWasMatchedIsDeliveredAfterARestart() async throws {
    let path = "/tmp/cauce-logs-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try await LogsHouse(path: path)
    try await first.make()
    _ = await first.wire("PutSubscriptionFilter", PutSubscriptionFilterTests.request("x", "{ $.a = 1 }"))
    let now = await first.now
    _ = try await first.house.call(PutLogEvents.self, LogsHouse.put([(now, #"{"a":1}"#), (now, #"{"a":2}"#)]))
    await first.house.stop()
    let second = try await LogsHouse(path: path, starts: true)
    #expect(await second.subscribers.wait(for: 1).count == 1)
    _ = try await second.house.call(PutLogEvents.self, LogsHouse.put([(now, #"{"a":1,"b":2}"#)]))
    #expect(await second.subscribers.wait(for: 2).count == 2)
    // A group that ends takes its filters with it.
    _ = try await second.house.call(DeleteLogGroup.self) { $0[DeleteLogGroup.Input.logGroupName] = LogsHouse.group }
    try await second.make()
    let left = await second.wire("DescribeSubscriptionFilters", #"{"logGroupName":"\#(LogsHouse.group)"}"#)
    #expect(left.text == #"{"subscriptionFilters":[]}"#)
    await second.house.stop()
  }

  @Test(arguments: [
    (
      request("x", "ERROR", to: "arn:aws:lambda:us-east-1:000000000000:function:none"),
      "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs "
        + "permission to execute your function."
    ),
    (
      request("x", "ERROR", to: "arn:aws:kinesis:us-east-1:000000000000:stream/none", more: role),
      "InvalidParameterException: Could not deliver test message to specified Kinesis stream. Check if the given kinesis "
        + "stream is in ACTIVE state. "
    ),
    (
      request("x", "ERROR", more: role),
      "InvalidParameterException: destinationArn for vendor lambda cannot be used with roleArn"
    ),
    (
      request("x", "ERROR", to: stream),
      "InvalidParameterException: destinationArn for vendor kinesis cannot be used without roleArn"
    ),
    (request("x", "ERROR", to: "nowhere"), "InvalidParameterException: Invalid destinationArn specified"),
    (
      request("x", "ERROR", to: "arn:aws:firehose:us-east-1:000000000000:deliverystream/d"),
      "NotImplemented: A subscription filter with a destination of firehose is not emulated."
    ),
    (request("x", "{"), "InvalidParameterException: Invalid filter pattern"),
    (request("c"), "LimitExceededException: Resource limit exceeded."),
    (
      request("x", "ERROR", more: #","emitSystemFields":["@aws.account"]"#),
      "NotImplemented: The parameter emitSystemFields of PutSubscriptionFilter is not emulated."
    ),
    (
      #"{"logGroupName":"none","filterName":"x","filterPattern":"","destinationArn":"\#(function)"}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let logs = try await LogsHouse()
    try await logs.make()
    if words.hasPrefix("Limit") {
      for name in ["a", "b"] { await logs.given("PutSubscriptionFilter", PutSubscriptionFilterTests.request(name)) }
      // One of a name that is there is replaced.
      await logs.given("PutSubscriptionFilter", PutSubscriptionFilterTests.request("a", "WARN"))
    }
    #expect(await logs.wire("PutSubscriptionFilter", request).refusal == words)
  }

  @Test func aFunctionIsNotGivenItsOwnLog() async throws {
    let logs = try await LogsHouse()
    await logs.given("CreateLogGroup", #"{"logGroupName":"/aws/lambda/receiver"}"#)
    for destination in [PutSubscriptionFilterTests.function, PutSubscriptionFilterTests.function + ":live"] {
      let request =
        #"{"logGroupName":"/aws/lambda/receiver","filterName":"x","filterPattern":"","destinationArn":"\#(destination)"}"#
      #expect(
        await logs.wire("PutSubscriptionFilter", request).refusal
          == "InvalidParameterException: The log group provided is reserved for the function logs of the destination "
          + "function.")
    }
  }
}
