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
}

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
}

@Suite struct FilterLogEventsTests {
  @Test(arguments: [
    ("", ["ERROR one", "warn two", "ERROR warn three"]), ("ERROR", ["ERROR one", "ERROR warn three"]),
    ("error", []), ("ERROR warn", ["ERROR warn three"]), ("ERROR -warn", ["ERROR one"]),
    ("?one ?two", ["ERROR one", "warn two"]), ("\"R w\"", ["ERROR warn three"]), ("-ERROR", ["warn two"]),
    ("-\"warn t\"", ["ERROR one"]),
  ]) func matchesTerms(_ pattern: String, _ wanted: [String]) async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    for (index, message) in ["ERROR one", "warn two", "ERROR warn three"].enumerated() {
      await logs.append([(Timestamp(milliseconds: Int64(now + index)), message)], stream: "s\(index)")
    }
    #expect(try await logs.filter(pattern).messages == wanted)
  }

  @Test(arguments: ["{ $.a = 1 }", "[a, b]", "%a+%", "x %a+%", "\"open", "-", "a\"b"])
  func refusesByName(_ pattern: String) async throws {
    let logs = try await LogsHouse()
    try await logs.make()
    let error = await logs.house.error(FilterLogEvents.self) {
      $0[FilterLogEvents.Input.logGroupName] = LogsHouse.group
      $0[FilterLogEvents.Input.filterPattern] = pattern
    }
    #expect(error?.code == "InvalidParameterException")
  }

  @Test func pagesAcrossStreamsInTheOrderOfTime() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    for stream in 0..<3 {
      await logs.append(
        (0..<4).map { (Timestamp(milliseconds: Int64(now + $0 * 3 + stream)), "m\($0 * 3 + stream)") },
        stream: "s\(stream)")
    }
    var token: String?
    var seen: [String] = []
    var pages = 0
    repeat {
      let page = try await logs.filter("m", token: token, limit: 5)
      seen += page.messages
      token = page.token
      pages += 1
    } while token != nil
    #expect(seen == (0..<12).map { "m\($0)" })
    #expect(pages == 3)
    let two = try await logs.filter(nil) { $0[FilterLogEvents.Input.logStreamNames] = ["s0", "s2"] }
    #expect(two.messages == ["m0", "m2", "m3", "m5", "m6", "m8", "m9", "m11"])
    let one = try await logs.filter(nil) { $0[FilterLogEvents.Input.logStreamNames] = ["s1"] }
    #expect(one.messages == ["m1", "m4", "m7", "m10"])
    let prefixed = try await logs.filter(nil) { $0[FilterLogEvents.Input.logStreamNamePrefix] = "s2" }
    #expect(prefixed.messages == ["m2", "m5", "m8", "m11"])
    // Both ends are included.
    let between = try await logs.filter(nil) {
      $0[FilterLogEvents.Input.startTime] = now + 2
      $0[FilterLogEvents.Input.endTime] = now + 4
    }
    #expect(between.messages == ["m2", "m3", "m4"])
    // A token of another request is refused.
    let foreign = try #require(try await logs.filter("m", limit: 5).token)
    let error = await logs.house.error(FilterLogEvents.self) {
      $0[FilterLogEvents.Input.logGroupName] = LogsHouse.group
      $0[FilterLogEvents.Input.filterPattern] = "other"
      $0[FilterLogEvents.Input.nextToken] = foreign
    }
    #expect(error?.message == "The specified nextToken is invalid.")
  }

  @Test func exactPagesHaveNoFurtherToken() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append((0..<4).map { (Timestamp(milliseconds: Int64(now + $0)), "m") })
    #expect(try await logs.filter(nil, limit: 4).token == nil)
    #expect(try await logs.filter(nil, limit: 3).token != nil)
  }
}
