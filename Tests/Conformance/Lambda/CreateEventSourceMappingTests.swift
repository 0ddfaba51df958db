import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// Mappings over streams in memory, with handlers that really run.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CreateEventSourceMappingTests {
  private static let shard = "shardId-000000000000"

  /// Prints a line for each event: the request id and the decoded data; fails for `bad`.
  private static let handler = """
    import base64
    def handler(event, context):
        data = [base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]
        print("GOT", context.aws_request_id, ",".join(data))
        if any(d.startswith("bad") for d in data): raise ValueError("bad")
        return None
    """

  @discardableResult
  private func map(
    _ lambda: LambdaHouse, _ fill: @Sendable (inout Values<CreateEventSourceMapping.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<EventSourceMappingConfiguration> {
    try await lambda.house.call(CreateEventSourceMapping.self) {
      $0[CreateEventSourceMapping.Input.functionName] = "f"
      $0[CreateEventSourceMapping.Input.eventSourceARN] = MemoryStreams.arn
      $0[CreateEventSourceMapping.Input.startingPosition] = "TRIM_HORIZON"
      fill(&$0)
    }
  }

  private func get(_ lambda: LambdaHouse, _ id: String) async throws(AWSError) -> Values<
    EventSourceMappingConfiguration
  > {
    try await lambda.house.call(GetEventSourceMapping.self) { $0[GetEventSourceMapping.Input.uuid] = id }
  }

  /// What the handler printed: the data of each event, in order.
  private func got(_ lambda: LambdaHouse) -> [String] {
    lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("GOT") }.map {
      String($0.split(separator: " ").last?.dropLast() ?? "")
    }
  }

  private func requests(_ lambda: LambdaHouse) -> [String] {
    lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("GOT") }.map { String($0.split(separator: " ")[1]) }
  }

  @Test func answersAsRecordedAndBecomesEnabled() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.make("f", Self.handler)
    let made = try await map(lambda)
    let id = try #require(made[EventSourceMappingConfiguration.uuid])
    #expect(made[EventSourceMappingConfiguration.state] == "Creating")
    #expect(made[EventSourceMappingConfiguration.batchSize] == 100)
    #expect(made[EventSourceMappingConfiguration.maximumRetryAttempts] == -1)
    #expect(made[EventSourceMappingConfiguration.maximumRecordAge] == -1)
    #expect(made[EventSourceMappingConfiguration.lastProcessingResult] == "No records processed")
    #expect(made[EventSourceMappingConfiguration.stateTransitionReason] == "User action")
    #expect(
      made[EventSourceMappingConfiguration.eventSourceMappingARN]
        == "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:\(id)")
    #expect(
      await eventually { (try? await get(lambda, id))?[EventSourceMappingConfiguration.state] == "Enabled" })
    let shown = try await get(lambda, id)
    #expect((shown[EventSourceMappingConfiguration.lastModified]?.milliseconds ?? 1) % 60_000 == 0)

    let twice = await lambda.house.error(CreateEventSourceMapping.self) {
      $0[CreateEventSourceMapping.Input.functionName] = "f"
      $0[CreateEventSourceMapping.Input.eventSourceARN] = MemoryStreams.arn
      $0[CreateEventSourceMapping.Input.startingPosition] = "LATEST"
    }
    #expect(twice?.code == "ResourceConflictException")
    #expect(twice?.status == 409)
    #expect(twice?.message?.hasSuffix(id) == true)

    let missing = await lambda.house.error(CreateEventSourceMapping.self) {
      $0[CreateEventSourceMapping.Input.functionName] = "f"
      $0[CreateEventSourceMapping.Input.eventSourceARN] = MemoryStreams.arn + "x"
      $0[CreateEventSourceMapping.Input.startingPosition] = "LATEST"
    }
    #expect(missing?.message == "Stream not found: \(MemoryStreams.arn)x")

    let deleted = try await lambda.house.call(DeleteEventSourceMapping.self) {
      $0[DeleteEventSourceMapping.Input.uuid] = id
    }
    #expect(deleted[EventSourceMappingConfiguration.state] == "Deleting")
    #expect(
      await eventually {
        await lambda.house.error(GetEventSourceMapping.self) { $0[GetEventSourceMapping.Input.uuid] = id }?.message
          == "The resource you requested does not exist."
      })
    await lambda.stop()
  }

  @Test func bringsRecordsInOrderAndInBatches() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "2", "3", "4", "5"])
    try await lambda.make("f", Self.handler)
    let id = try #require(
      try await map(lambda) { $0[CreateEventSourceMapping.Input.batchSize] = 2 }[EventSourceMappingConfiguration.uuid])
    #expect(await eventually { got(lambda) == ["1,2", "3,4", "5"] })
    lambda.streams.put(Self.shard, ["6"])
    #expect(await eventually { got(lambda).last == "6" })
    #expect(try await get(lambda, id)[EventSourceMappingConfiguration.lastProcessingResult] == "OK")
    let trace = await lambda.invocations()
    #expect(trace.last?.source?.shard == Self.shard)
    #expect(trace.last?.source?.sequenceNumbers == ["1005"])
    await lambda.stop()
  }

  @Test func latestLeavesOutWhatWasThere() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["old"], at: Clock.machineMilliseconds() - 5000)
    try await lambda.make("f", Self.handler)
    try await map(lambda) { $0[CreateEventSourceMapping.Input.startingPosition] = "LATEST" }
    lambda.streams.put(Self.shard, ["new"])
    #expect(await eventually { got(lambda) == ["new"] })
    await lambda.stop()
  }

  @Test func holdsTheShardBackWhileABatchFails() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3"])
    try await lambda.make("f", Self.handler)
    let id = try #require(
      try await map(lambda) {
        $0[CreateEventSourceMapping.Input.batchSize] = 1
        $0[CreateEventSourceMapping.Input.maximumRetryAttempts] = 2
      }[EventSourceMappingConfiguration.uuid])
    #expect(await eventually { got(lambda) == ["1", "bad", "bad", "bad", "3"] })
    let ids = requests(lambda)
    #expect(ids[1] == ids[2] && ids[2] == ids[3] && ids[3] != ids[4])
    #expect(
      await eventually { (try? await get(lambda, id))?[EventSourceMappingConfiguration.lastProcessingResult] == "OK" })
    await lambda.stop()
  }

  @Test func bisectsAndReportsItemFailures() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3", "4"])
    try await lambda.make(
      "f",
      Self.handler.replacing(
        "raise ValueError(\"bad\")",
        with: """
          return {"batchItemFailures": [{"itemIdentifier": r["kinesis"]["sequenceNumber"]} for r in event["Records"]
                  if base64.b64decode(r["kinesis"]["data"]).startswith(b"bad")]}
          """))
    try await map(lambda) {
      $0[CreateEventSourceMapping.Input.maximumRetryAttempts] = 1
      $0[CreateEventSourceMapping.Input.bisectBatchOnFunctionError] = true
      $0[CreateEventSourceMapping.Input.functionResponseTypes] = ["ReportBatchItemFailures"]
    }
    #expect(await eventually { got(lambda).count >= 5 })
    #expect(got(lambda) == ["1,bad,3,4", "bad,3,4", "bad", "bad", "3,4"])
    await lambda.stop()
  }

  @Test func waitsForTheWindow() async throws {
    let lambda = try LambdaHouse()
    await lambda.house.onLoop { [clock = lambda.house.clock] in clock.freeze() }
    lambda.streams.make([Self.shard])
    try await lambda.make("f", Self.handler)
    try await map(lambda) { $0[CreateEventSourceMapping.Input.maximumBatchingWindow] = 30 }
    lambda.streams.put(Self.shard, ["1"])
    try await Task.sleep(nanoseconds: 50_000_000)
    lambda.streams.put(Self.shard, ["2"])
    try await Task.sleep(nanoseconds: 50_000_000)
    #expect(got(lambda) == [])
    await lambda.house.advance(milliseconds: 30_000)
    #expect(await eventually { got(lambda) == ["1,2"] })
    await lambda.stop()
  }

  @Test func readsParentsBeforeChildren() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make(["shardId-0"])
    lambda.streams.put("shardId-0", ["1", "2"])
    try await lambda.make("f", Self.handler)
    try await map(lambda)
    #expect(await eventually { got(lambda) == ["1,2"] })
    lambda.streams.make(["shardId-1", "shardId-2"], parents: ["shardId-1": ["shardId-0"], "shardId-2": ["shardId-0"]])
    lambda.streams.put("shardId-1", ["4"])
    lambda.streams.put("shardId-0", ["3"])
    #expect(await eventually { got(lambda) == ["1,2", "3"] })
    lambda.streams.close("shardId-0")
    #expect(await eventually { got(lambda) == ["1,2", "3", "4"] })
    await lambda.stop()
  }

  @Test func pausesAndGoesOnWhereItStopped() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"])
    try await lambda.make("f", Self.handler)
    let id = try #require(try await map(lambda)[EventSourceMappingConfiguration.uuid])
    #expect(await eventually { got(lambda) == ["1"] })
    _ = try await lambda.house.call(UpdateEventSourceMapping.self) {
      $0[UpdateEventSourceMapping.Input.uuid] = id
      $0[UpdateEventSourceMapping.Input.enabled] = false
    }
    #expect(await eventually { (try? await get(lambda, id))?[EventSourceMappingConfiguration.state] == "Disabled" })
    lambda.streams.put(Self.shard, ["2"])
    try await Task.sleep(nanoseconds: 100_000_000)
    #expect(got(lambda) == ["1"])
    _ = try await lambda.house.call(UpdateEventSourceMapping.self) {
      $0[UpdateEventSourceMapping.Input.uuid] = id
      $0[UpdateEventSourceMapping.Input.enabled] = true
    }
    #expect(await eventually { got(lambda) == ["1", "2"] })
    #expect(await eventually { (try? await get(lambda, id))?[EventSourceMappingConfiguration.state] == "Enabled" })
    await lambda.stop()
  }

  @Test func goesOnAfterARestart() async throws {
    let folder = "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max))"
    defer { FolderTree.remove(folder) }
    try DataFolderForTests.make(folder)
    let first = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    first.streams.make([Self.shard])
    first.streams.put(Self.shard, ["1", "2"])
    try await first.make("f", Self.handler)
    try await map(first)
    #expect(await eventually { got(first) == ["1,2"] })
    #expect(await eventually { await first.house.onLoop { first.checkpoint(Self.shard) } == "1001" })
    await first.stop()

    let second = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    second.streams.make([Self.shard])
    second.streams.put(Self.shard, ["1", "2", "3"])
    #expect(await eventually { got(second) == ["3"] })
    await second.stop()
  }

  @Test(arguments: [
    ("ParallelizationFactor", "2"), ("TumblingWindowInSeconds", "5"),
    ("FilterCriteria.Filters", #"{"Filters":[{"Pattern":"{}"}]}"#),
    (
      "DestinationConfig.OnFailure.Destination",
      #"{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}}"#
    ),
  ])
  func refusesByNameWhatIsNotBuilt(_ member: String, _ value: String) async throws {
    let lambda = try LambdaHouse()
    let key = member.prefix { $0 != "." }
    let body = #"{"FunctionName":"f","EventSourceArn":"\#(MemoryStreams.arn)","\#(key)":\#(value)}"#
    let answer = await lambda.house.send(
      "POST", "/2015-03-31/event-source-mappings",
      fields: [("Content-Type", "application/json"), ("Authorization", LambdaHouse.authorization)],
      body: Array(body.utf8))
    #expect(answer.status == 501)
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.contains("The parameter \(member) of CreateEventSourceMapping is not emulated."))
    await lambda.stop()
  }
}
