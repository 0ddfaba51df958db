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

  @Test(arguments: [
    "%a+%", "x %a+%", "\"open", "-", "a\"b", "{ $.a = %x% }", "{ $.a[*] = 1 }", "{ $.a }", "{ $.a = 1", "{ a = 1 }",
    "{ $.a = 1 } x", "{ $.a ? 1 }", "{ ($.a = 1 }", "[a", "[a, ..., b, ...]", "[a = ]", "[a = 1 || b = 2]", "[]",
  ])
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

  private static let documents = [
    #"{"level":"ERROR","code":500,"user":{"id":"ana.b","tags":["x","y"]},"ok":true}"#,
    #"{"level":"INFO","code":200,"user":null,"a.b":"dotted","latency":"12"}"#,
    "no JSON at all",
  ]

  @Test(arguments: [
    (#"{ $.level = "ERROR" }"#, [0]), (#"{ $.level = INFO }"#, [1]), (#"{ $.level != "ERROR" }"#, [1]),
    (#"{ $.level = "*R*" }"#, [0]), ("{ $.code >= 500 }", [0]), ("{ $.code < 500 }", [1]), ("{ $.code = 200.0 }", [1]),
    ("{ $.code = 2* }", [1]), ("{ $.latency > 11 }", [1]), ("{ $.user IS NULL }", [1]),
    ("{ $.user.id EXISTS }", [0]), ("{ $.user.id NOT EXISTS }", [1]), ("{ $.ok IS TRUE }", [0]),
    ("{ $.ok is false }", []), (#"{ $.user.tags[1] = "y" }"#, [0]), (#"{ $.['a.b'] = "dotted" }"#, [1]),
    (#"{ ($.level = "ERROR" || $.code = 200) && $.ok NOT EXISTS }"#, [1]),
    (#"{ $.level = "ERROR" && $.code = 1 || $.code = 200 }"#, [1]), (#"{ $.user.id = "ana.*" }"#, [0]),
  ]) func matchesJSON(_ pattern: String, _ wanted: [Int]) async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append(
      FilterLogEventsTests.documents.enumerated().map { (Timestamp(milliseconds: Int64(now + $0)), $1) })
    #expect(try await logs.filter(pattern).messages == wanted.map { FilterLogEventsTests.documents[$0] })
  }

  private static let lines = [
    #"127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 200 1534"#,
    #"10.0.0.9 - ana [10/Oct/2000:13:35:22 -0700] "GET /about us HTTP/1.0" 404 5"#, "one two",
  ]

  @Test(arguments: [
    ("[ip, user, name, at, request, status, bytes]", [0, 1]), ("[a, b]", [2]),
    ("[ip, user, name, at, request, status = 4*, bytes]", [1]), ("[..., status = 200, bytes]", [0]),
    ("[..., bytes > 1000]", [0]), ("[ip = 127.*, ...]", [0]), ("[ip != 127.*, ..., bytes]", [1, 2]),
    ("[..., status = 200 || status = 404, bytes]", [0, 1]), (#"[ip, user, name, at, request = "*about*", ...]"#, [1]),
    ("[first = one, second]", [2]), ("[..., status > 199 && status < 300, bytes]", [0]),
  ]) func matchesFields(_ pattern: String, _ wanted: [Int]) async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append(FilterLogEventsTests.lines.enumerated().map { (Timestamp(milliseconds: Int64(now + $0)), $1) })
    #expect(try await logs.filter(pattern).messages == wanted.map { FilterLogEventsTests.lines[$0] })
  }
}
