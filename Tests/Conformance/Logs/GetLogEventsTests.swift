import Protocols
import Support
import Testing

@testable import Logs

@Suite struct GetLogEventsTests {
  @Test func tokensGoBothWaysAndStop() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append((0..<7).map { (Timestamp(milliseconds: Int64(now + $0 / 2)), "m\($0)") })
    let tail = try await logs.get(limit: 3)
    #expect(tail.messages == ["m4", "m5", "m6"])
    let back = try await logs.get(tail.backward, limit: 3)
    #expect(back.messages == ["m1", "m2", "m3"])
    let head = try await logs.get(back.backward, limit: 3)
    #expect(head.messages == ["m0"])
    let before = try await logs.get(head.backward, limit: 3)
    #expect(before.messages.isEmpty && before.backward == head.backward)
    // At the end the forward token comes back unchanged, and goes on when there is more.
    let end = try await logs.get(tail.forward)
    #expect(end.messages.isEmpty && end.forward == tail.forward)
    await logs.append([(Timestamp(milliseconds: Int64(now + 100)), "m7")])
    #expect(try await logs.get(end.forward).messages == ["m7"])
    #expect(try await logs.get(limit: 2, fromHead: true).messages == ["m0", "m1"])
  }

  @Test func endTimeIsExcluded() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append((0..<4).map { (Timestamp(milliseconds: Int64(now + $0)), "m\($0)") })
    #expect(try await logs.get(fromHead: true, start: now + 1, end: now + 3).messages == ["m1", "m2"])
  }

  @Test func anAnswerIsOneMebibyteAtMost() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    let long = String(repeating: "x", count: 400_000)
    await logs.append((0..<5).map { (Timestamp(milliseconds: Int64(now + $0)), long) })
    var token: String?
    var sizes: [Int] = []
    repeat {
      let page = try await logs.get(token, fromHead: true)
      if page.forward == token { break }
      sizes.append(page.messages.count)
      token = page.forward
    } while true
    #expect(sizes == [2, 2, 1])
  }

  @Test func refusesATokenThatIsNone() async throws {
    let logs = try await LogsHouse()
    try await logs.make()
    let error = await logs.house.error(GetLogEvents.self) {
      $0[GetLogEvents.Input.logGroupName] = LogsHouse.group
      $0[GetLogEvents.Input.logStreamName] = "s"
      $0[GetLogEvents.Input.nextToken] = "f/1/s"
    }
    #expect(error?.message == "The specified nextToken is invalid.")
  }

  @Test func answersTokensBothWays() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    await house.given(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":\#(now),"message":"a b"},{"timestamp":\#(now + 1),"message":"c"}]}"#
    )
    let answer = await house.wire("GetLogEvents", #"{"logGroupName":"g","logStreamName":"s","startFromHead":true}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"events":[{"timestamp":"#), "\(answer.text)")
    #expect(answer.text.contains(#""message":"a b","ingestionTime":"#), "\(answer.text)")
    #expect(answer.text.contains(#""nextForwardToken":"f/"#), "\(answer.text)")
    #expect(answer.text.contains(#""nextBackwardToken":"b/"#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"h","logStreamName":"s"}"#, "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t"}"#,
      "ResourceNotFoundException: The specified log stream does not exist."
    ),
    (
      #"{"logGroupName":"g"}"#,
      "InvalidParameterException: 1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("GetLogEvents", request).refusal == words)
  }
}
