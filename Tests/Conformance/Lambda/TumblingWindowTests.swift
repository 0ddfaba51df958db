import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite(.serialized, .timeLimit(.minutes(2))) struct TumblingWindowTests {
  private static let shard = "shardId-000000000000"
  /// 2026-09-19T09:00:00Z, the start of a window.
  private static let start: Int64 = 1_789_808_400_000
  private typealias Input = CreateEventSourceMapping.Input
  /// Adds up the data in the state.
  private static let adding = """
    state = event["state"]
    state["sum"] = state.get("sum", 0) + sum(int(d) for d in data if d.isdigit())
    if "bad" in data: raise ValueError("bad")
    return {"state": state}
    """

  private func windows(_ lambda: LambdaHouse) -> [String] {
    lambda.given().map { given in
      let event = given.event
      let end = event["isFinalInvokeForWindow"] == .bool(true) ? "final" : "open"
      return "\(given.data.joined(separator: ",")) \(event["state"]?.text ?? "none") \(end)"
    }
  }

  @Test func carriesTheStateAndClosesWithTheNextWindow() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "2"], at: Self.start)
    lambda.streams.put(Self.shard, ["3"], at: Self.start + 29_999)
    lambda.streams.put(Self.shard, ["4"], at: Self.start + 30_000)
    try await lambda.makeHandler(Self.adding)
    try await lambda.map {
      $0[Input.tumblingWindow] = 30
      $0[Input.batchSize] = 2
    }
    #expect(
      await eventually {
        windows(lambda) == [
          "1,2 {} open", #"3 {"sum":3} open"#, #" {"sum":6} final"#, "4 {} open",
        ]
      })
    let final = lambda.given()[2].event
    #expect(
      final.object?.members.map(\.key) == [
        "Records", "shardId", "eventSourceARN", "window", "state", "isFinalInvokeForWindow", "isWindowTerminatedEarly",
      ])
    #expect(final["shardId"]?.string == Self.shard)
    #expect(final["eventSourceARN"]?.string == MemoryStreams.arn)
    #expect(final["window"]?.text == #"{"start":"2026-09-19T09:00:00Z","end":"2026-09-19T09:00:30Z"}"#)
    #expect(final["isWindowTerminatedEarly"] == .bool(false))
    // The shard's end closes the last one.
    lambda.streams.close(Self.shard)
    #expect(await eventually { windows(lambda).last == #" {"sum":4} final"# })
    #expect(await eventually { await lambda.position(Self.shard)?.isDone == true })
    await lambda.stop()
  }

  @Test func theStateSurvivesARestart() async throws {
    let folder = "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max))"
    defer { FolderTree.remove(folder) }
    try DataFolderForTests.make(folder)
    let first = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    first.streams.make([Self.shard])
    first.streams.put(Self.shard, ["5"], at: Self.start)
    try await first.makeHandler(Self.adding)
    try await first.map { $0[Input.tumblingWindow] = 30 }
    #expect(await eventually { await first.position(Self.shard)?.window?.state == Array(#"{"sum":5}"#.utf8) })
    await first.stop()
    let second = try LambdaHouse(path: folder + "/db", dataFolder: folder, events: first.events)
    second.streams.make([Self.shard])
    second.streams.put(Self.shard, ["5", "6"], at: Self.start)
    #expect(await eventually { windows(second) == [#"6 {"sum":5} open"#] })
    await second.stop()
  }

  @Test func anAnswerWithoutStateFails() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"], at: Self.start)
    try await lambda.makeHandler("return {}")
    try await lambda.map {
      $0[Input.tumblingWindow] = 30
      $0[Input.maximumRetryAttempts] = 1
    }
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1000" })
    #expect(await eventually { lambda.got() == ["1", "1"] })
    await lambda.stop()
  }

  @Test func aFailureKeepsTheStateThatWas() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "2"], at: Self.start)
    try await lambda.makeHandler(Self.adding)
    try await lambda.map {
      $0[Input.tumblingWindow] = 30
      $0[Input.batchSize] = 1
      $0[Input.maximumRetryAttempts] = 0
    }
    #expect(
      await eventually { windows(lambda) == ["1 {} open", #"bad {"sum":1} open"#, #"2 {"sum":1} open"#] })
    await lambda.stop()
  }

  @Test func tooLargeAStateEndsTheWindowEarly() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["large", "next"], at: Self.start)
    try await lambda.make(
      "f",
      """
      import base64
      def handler(event, context):
          data = [base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]
          print("WINDOW", data, len(str(event["state"])) > 1048576, event["isFinalInvokeForWindow"],
              event["isWindowTerminatedEarly"])
          return {"state": {"text": "x" * (1 << 20) if "large" in data else ""}}
      """, timeout: 60)
    try await lambda.map {
      $0[Input.tumblingWindow] = 30
      $0[Input.batchSize] = 1
    }
    #expect(
      await eventually {
        lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("WINDOW") } == [
          "WINDOW ['large'] False False False\n", "WINDOW [] True True True\n", "WINDOW ['next'] False False False\n",
        ]
      })
    await lambda.stop()
  }

  @Test func aFailedFinalEventIsToldOfWithoutARange() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"], at: Self.start)
    lambda.streams.put(Self.shard, ["2"], at: Self.start + 30_000)
    try await lambda.makeHandler(
      """
      if event["isFinalInvokeForWindow"]: raise ValueError("no")
      return {"state": {"n": 1}}
      """)
    try await lambda.map {
      $0[Input.tumblingWindow] = 30
      $0[Input.maximumRetryAttempts] = 0
      $0[Input.destinationConfig] = .failures(to: "arn:aws:s3:::b")
    }
    #expect(await eventually { lambda.got() == ["1", "", "2"] })
    let record = try JSONValue.parse(try #require(lambda.objects.all.values.first))
    #expect(
      record.object?.members.map(\.key) == [
        "requestContext", "responseContext", "version", "payload", "timestamp", "KinesisBatchInfo", "timeWindowInfo",
      ])
    #expect(record["KinesisBatchInfo"]?.object?.members.map(\.key) == ["shardId", "streamArn"])
    #expect(
      record["timeWindowInfo"]?.text
        == #"{"window":{"start":"2026-09-19T09:00:00Z","end":"2026-09-19T09:00:30Z"},"#
        + #""isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}"#)
    #expect(try JSONValue.parse(record["payload"]?.string ?? "")["Records"] == .array([]))
    await lambda.stop()
  }
}
