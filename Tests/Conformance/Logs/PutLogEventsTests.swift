import Protocols
import Support
import Testing

@testable import Logs

@Suite struct PutLogEventsTests {
  @Test func leavesOutWhatIsTooOldOrTooNew() async throws {
    let logs = try await LogsHouse()
    try await logs.make()
    let now = await logs.now
    let day = 86_400_000
    let old = try await logs.house.call(
      PutLogEvents.self, LogsHouse.put([(now - 14 * day - 5, "a"), (now - 14 * day + 5, "b")]))
    let oldInfo = try #require(old[PutLogEvents.Output.rejectedLogEventsInfo])
    #expect(oldInfo[PutLogEvents.RejectedLogEventsInfo.tooOldLogEventEndIndex] == 1)
    #expect(oldInfo[PutLogEvents.RejectedLogEventsInfo.tooNewLogEventStartIndex] == nil)
    let new = try await logs.house.call(
      PutLogEvents.self, LogsHouse.put([(now, "c"), (now + 7_200_000, "d"), (now + 7_200_001, "e")]))
    let newInfo = try #require(new[PutLogEvents.Output.rejectedLogEventsInfo])
    #expect(newInfo[PutLogEvents.RejectedLogEventsInfo.tooNewLogEventStartIndex] == 2)
    #expect(try await logs.get().messages == ["b", "c", "d"])
    #expect(new[PutLogEvents.Output.nextSequenceToken]?.utf8.count == 56)
  }

  @Test func refusesBatchesAsAWhole() async throws {
    let logs = try await LogsHouse()
    try await logs.make()
    let now = await logs.now
    let order = await logs.house.error(PutLogEvents.self, LogsHouse.put([(now, "a"), (now - 1, "b")]))
    #expect(order?.message == "Log events in a single PutLogEvents request must be in chronological order.")
    let span = await logs.house.error(PutLogEvents.self, LogsHouse.put([(now - 86_400_001, "a"), (now, "b")]))
    #expect(
      span?.message == "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
    let half = String(repeating: "x", count: 524_288)
    let size = await logs.house.error(PutLogEvents.self, LogsHouse.put([(now, half), (now, half)]))
    #expect(size?.message == "Upload too large: 1048628 bytes exceeds limit of 1048576")
    let group = await logs.house.error(PutLogEvents.self, LogsHouse.put([(now, "a")], group: "none"))
    #expect(group?.message == "The specified log group does not exist.")
    #expect(try await logs.get().messages.isEmpty)
    let empty = await logs.house.error(PutLogEvents.self, LogsHouse.put([]))
    #expect(empty?.code == "InvalidParameterException")
  }

  @Test func answersTheTokenThatNobodyNeeds() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    let answer = await house.wire(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","sequenceToken":"1","logEvents":[{"timestamp":\#(now),"message":"a"}]}"#
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.hasPrefix(#"{"nextSequenceToken":""#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"logGroupName":"h","logStreamName":"s","logEvents":[{"timestamp":1,"message":"a"}]}"#,
      "ResourceNotFoundException: The specified log group does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t","logEvents":[{"timestamp":1,"message":"a"}]}"#,
      "ResourceNotFoundException: The specified log stream does not exist."
    ),
    (
      #"{"logGroupName":"g","logStreamName":"t","logEvents":[]}"#,
      "InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("PutLogEvents", request).refusal == words)
  }
}
