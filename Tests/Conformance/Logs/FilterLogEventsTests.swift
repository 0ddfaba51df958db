import Protocols
import Support
import Testing

@testable import Logs

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

  @Test func theEventsThatHaveTheTerm() async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    await house.given("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
    let now = await house.now
    await house.given(
      "PutLogEvents",
      #"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":\#(now),"message":"a b"},{"timestamp":\#(now + 1),"message":"c"}]}"#
    )
    let answer = await house.wire("FilterLogEvents", #"{"logGroupName":"g","filterPattern":"b"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"events":[{"logStreamName":"s","timestamp":"#), "\(answer.text)")
    #expect(answer.text.contains(#""message":"a b","ingestionTime":"#), "\(answer.text)")
    #expect(!answer.text.contains(#""message":"c""#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"logGroupName":"h"}"#, "ResourceNotFoundException: The specified log group does not exist."),
    (
      #"{"logGroupName":"g","limit":0}"#,
      "InvalidParameterException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
    (#"{"logGroupName":"g","nextToken":"x"}"#, "InvalidParameterException: The specified nextToken is invalid."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await LogsHouse()
    await house.given("CreateLogGroup", #"{"logGroupName":"g"}"#)
    #expect(await house.wire("FilterLogEvents", request).refusal == words)
  }
}
