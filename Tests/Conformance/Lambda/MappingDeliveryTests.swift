import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// What mappings bring to a handler that really runs, from streams in memory: positions, batches, order.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MappingDeliveryTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = CreateEventSourceMapping.Input

  @Test func bringsRecordsInOrderAndInBatches() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "2", "3", "4", "5"])
    try await lambda.makeHandler()
    let id = try await lambda.map { $0[Input.batchSize] = 2 }
    #expect(await eventually { lambda.got() == ["1,2", "3,4", "5"] })
    lambda.streams.put(Self.shard, ["6"])
    #expect(await eventually { lambda.got().last == "6" })
    #expect(
      await eventually {
        (try? await lambda.mapping(id))?[EventSourceMappingConfiguration.lastProcessingResult] == "OK"
      })
    let trace = await lambda.invocations()
    #expect(trace.last?.source?.shard == Self.shard)
    #expect(trace.last?.source?.sequenceNumbers == ["1005"])
    #expect(Set(lambda.given().map(\.requestID)).count == 4)
    await lambda.stop()
  }

  @Test func latestLeavesOutWhatWasThere() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["old"], at: Clock.machineMilliseconds() - 5000)
    try await lambda.makeHandler()
    try await lambda.map { $0[Input.startingPosition] = "LATEST" }
    lambda.streams.put(Self.shard, ["new"])
    #expect(await eventually { lambda.got() == ["new"] })
    await lambda.stop()
  }

  @Test func aTimestampLeavesOutWhatIsOlder() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    let time = Clock.machineMilliseconds() - 60_000
    lambda.streams.put(Self.shard, ["older"], at: time - 1)
    lambda.streams.put(Self.shard, ["then"], at: time)
    lambda.streams.put(Self.shard, ["later"], at: time + 1)
    try await lambda.makeHandler()
    try await lambda.map {
      $0[Input.startingPosition] = "AT_TIMESTAMP"
      $0[Input.startingPositionTimestamp] = Timestamp(milliseconds: time)
    }
    #expect(await eventually { lambda.got() == ["then,later"] })
    await lambda.stop()
  }

  @Test func waitsForTheWindow() async throws {
    let lambda = try LambdaHouse()
    await lambda.house.onLoop { [clock = lambda.house.clock] in clock.freeze() }
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    try await lambda.map {
      $0[Input.maximumBatchingWindow] = 30
      $0[Input.batchSize] = 3
    }
    lambda.streams.put(Self.shard, ["1"])
    // The window has begun once its timer stands.
    #expect(await eventually { await lambda.house.onLoop { [workers = lambda.house.workers] in workers.waiting } == 1 })
    lambda.streams.put(Self.shard, ["2"])
    #expect(lambda.got() == [])
    await lambda.house.advance(milliseconds: 30_000)
    #expect(await eventually { lambda.got() == ["1,2"] })
    // A full batch does not wait.
    lambda.streams.put(Self.shard, ["3", "4", "5"])
    #expect(await eventually { lambda.got() == ["1,2", "3,4,5"] })
    await lambda.stop()
  }

  @Test func aBatchEndsAtSixMegabytes() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    let large = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    lambda.streams.put(Self.shard, Array(repeating: large, count: 6))
    try await lambda.make(
      "f", "def handler(event, context): print('EVENT', len(event['Records']))", timeout: 60)
    try await lambda.map()
    #expect(
      await eventually {
        lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("EVENT") } == ["EVENT 4\n", "EVENT 2\n"]
      })
    await lambda.stop()
  }

  @Test func aFailingBatchHoldsBackItsShardAlone() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make(["shardId-0", "shardId-1"])
    lambda.streams.put("shardId-0", ["bad", "held"])
    try await lambda.makeHandler("if 'bad' in data: raise ValueError('bad')")
    let id = try await lambda.map { $0[Input.batchSize] = 1 }
    #expect(await eventually { lambda.got().count > 1 })
    #expect(
      try await lambda.mapping(id)[EventSourceMappingConfiguration.lastProcessingResult]
        == "PROBLEM: Function call failed")
    lambda.streams.put("shardId-1", ["free"])
    #expect(await eventually { lambda.got().contains("free") })
    #expect(!lambda.got().contains("held"))
    await lambda.stop()
  }

  /// The version behind the alias runs, not what has become of the function since.
  @Test func anAliasKeepsItsVersion() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    _ = try await lambda.publish()
    _ = try await lambda.alias("live", "1")
    _ = try await lambda.house.call(UpdateFunctionCode.self) {
      $0[UpdateFunctionCode.Input.functionName] = "f"
      $0[UpdateFunctionCode.Input.zipFile] = Blob(
        ZipFile.of(["index.py": "def handler(event, context): print('EVENT', len(event['Records']))"]))
    }
    let id = try await lambda.map { $0[Input.functionName] = "f:live" }
    lambda.streams.put(Self.shard, ["1"])
    #expect(await eventually { lambda.got() == ["1"] })
    #expect(try await lambda.mapping(id)[EventSourceMappingConfiguration.functionARN]?.hasSuffix(":f:live") == true)
    try await lambda.update(id) { $0[UpdateEventSourceMapping.Input.functionName] = "f" }
    lambda.streams.put(Self.shard, ["2"])
    #expect(await eventually { lambda.logs.messages("/aws/lambda/f").contains("EVENT 1\n") })
    #expect(lambda.got() == ["1"])
    await lambda.stop()
  }

  @Test func readsParentsBeforeChildren() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make(["shardId-0"])
    lambda.streams.put("shardId-0", ["1", "2"])
    try await lambda.makeHandler()
    try await lambda.map()
    #expect(await eventually { lambda.got() == ["1,2"] })
    lambda.streams.make(["shardId-1", "shardId-2"], parents: ["shardId-1": ["shardId-0"], "shardId-2": ["shardId-0"]])
    lambda.streams.put("shardId-1", ["4"])
    lambda.streams.put("shardId-0", ["3"])
    #expect(await eventually { lambda.got() == ["1,2", "3"] })
    lambda.streams.close("shardId-0")
    #expect(await eventually { lambda.got() == ["1,2", "3", "4"] })
    await lambda.stop()
  }

  @Test func goesOnAfterARestart() async throws {
    let folder = "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max))"
    defer { FolderTree.remove(folder) }
    try DataFolderForTests.make(folder)
    let first = try LambdaHouse(path: folder + "/db", dataFolder: folder)
    first.streams.make([Self.shard])
    first.streams.put(Self.shard, ["1", "2"])
    try await first.makeHandler()
    try await first.map()
    #expect(await eventually { first.got() == ["1,2"] })
    #expect(await eventually { await first.position(Self.shard)?.sequenceNumber == "1001" })
    await first.stop()

    let second = try LambdaHouse(path: folder + "/db", dataFolder: folder, events: first.events)
    second.streams.make([Self.shard])
    second.streams.put(Self.shard, ["1", "2", "3"])
    #expect(await eventually { second.got() == ["3"] })
    await second.stop()
  }

  @Test func aConsumersMappingCarriesItsARNAndSplitsAggregates() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    try await lambda.make(
      "g", "def handler(event, context): print('EVENT', len(event['Records']), event['Records'][0]['eventSourceARN'])")
    let inside = Self.aggregate(["one", "two"], key: "in")
    lambda.streams.put(Self.shard, [inside])
    try await lambda.map(MemoryStreams.consumer)
    #expect(await eventually { lambda.got() == ["one,two"] })
    let records = try #require(lambda.given().first?.records)
    #expect(records.allSatisfy { $0["eventSourceARN"]?.string == MemoryStreams.consumer })
    #expect(records.allSatisfy { $0["eventID"]?.string == Self.shard + ":1000" })
    #expect(records.map { $0["kinesis"]?["partitionKey"]?.string } == ["in", "in"])
    // A mapping of the stream itself hands them on whole.
    try await lambda.map { $0[Input.functionName] = "g" }
    #expect(
      await eventually { lambda.logs.messages("/aws/lambda/g").contains("EVENT 1 \(MemoryStreams.arn)\n") })
    // One member outside of the shard's range: none is delivered.
    lambda.streams.put(Self.shard, [Self.aggregate(["lost"], key: "out"), Array("next".utf8)])
    #expect(await eventually { lambda.got() == ["one,two", "next"] })
    await lambda.stop()
  }

  /// An aggregate whose members lie at the hash key 1 (`in`), or beyond the shard in memory (`out`).
  private static func aggregate(_ texts: [String], key: String) -> [UInt8] {
    func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }
    var message = field(1, Array(key.utf8))
    message += field(2, Array((key == "in" ? "1" : String(UInt128.max)).utf8))
    for text in texts { message += field(3, [0x08, 0, 0x10, 0] + field(3, Array(text.utf8))) }
    return [0xF3, 0x89, 0x9A, 0xC2] + message + MD5.hash(message)
  }
}
