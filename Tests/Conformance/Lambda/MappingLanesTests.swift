import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// ParallelizationFactor: lanes of one shard, each with keys of its own.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MappingLanesTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = CreateEventSourceMapping.Input

  /// Two keys that go through different ones of that many lanes.
  private func keys(_ lanes: Int) -> (String, String) {
    func lane(_ key: String) -> Int {
      SourceRecord(
        body: .kinesis(
          StreamRecord(sequenceNumber: "1", partitionKey: key, data: [], arrival: Timestamp(milliseconds: 0)))
      ).lane(of: lanes)
    }
    let other = (0..<100).map { "k\($0)" }.first { lane($0) != lane("a") }
    return ("a", other ?? "")
  }

  @Test func keepsOrderForEachKeyAndHoldsBackOnlyItsLane() async throws {
    let lambda = try LambdaHouse()
    let (one, two) = keys(2)
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["bad"], key: one)
    for number in 1...3 {
      lambda.streams.put(Self.shard, ["a\(number)"], key: one)
      lambda.streams.put(Self.shard, ["b\(number)"], key: two)
    }
    try await lambda.makeHandler(
      "if 'bad' in data and not os.path.exists(os.environ['GOOD']): raise ValueError('bad')",
      environment: ["GOOD": "/tmp/cauce-test-none"])
    try await lambda.map {
      $0[Input.parallelizationFactor] = 2
      $0[Input.batchSize] = 1
    }
    // The other lane is not held back, this one is.
    #expect(await eventually { lambda.got().filter { $0.hasPrefix("b") && $0 != "bad" } == ["b1", "b2", "b3"] })
    #expect(!lambda.got().contains { $0.hasPrefix("a") })
    _ = try await lambda.house.call(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.environment] = .with { $0[Environment.variables] = ["GOOD": "/"] }
    }
    #expect(await eventually { lambda.got().filter { $0.hasPrefix("a") } == ["a1", "a2", "a3"] })
    #expect(lambda.got().filter { $0.hasPrefix("b") && $0 != "bad" } == ["b1", "b2", "b3"])
    #expect(
      await eventually {
        await lambda.house.onLoop { lambda.positions(Self.shard) }.map(\.sequenceNumber).contains("1006")
      })
    await lambda.stop()
  }

  @Test func lanesRunAtTheSameTime() async throws {
    let lambda = try LambdaHouse()
    let (one, two) = keys(2)
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"], key: one)
    lambda.streams.put(Self.shard, ["2"], key: two)
    // Each waits until the other has begun: one after the other they would never end well.
    let folder = "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max))"
    defer { FolderTree.remove(folder) }
    try DataFolderForTests.make(folder)
    try await lambda.makeHandler(
      """
      open(os.environ["PLACE"] + "/" + data[0], "w").close()
      for _ in range(800):
          if len(os.listdir(os.environ["PLACE"])) == 2: return print("BOTH")
          time.sleep(0.01)
      raise ValueError("alone")
      """, environment: ["PLACE": folder])
    try await lambda.map {
      $0[Input.parallelizationFactor] = 2
      $0[Input.maximumRetryAttempts] = 0
    }
    #expect(await eventually { lambda.logs.messages("/aws/lambda/f").filter { $0 == "BOTH\n" }.count == 2 })
    await lambda.stop()
  }

  /// With another number of lanes each begins where the hindmost stood: again, but nothing left out.
  @Test func anotherNumberOfLanesLeavesNothingOut() async throws {
    let lambda = try LambdaHouse()
    let (one, two) = keys(2)
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"], key: one)
    lambda.streams.put(Self.shard, ["2"], key: two)
    try await lambda.makeHandler()
    let id = try await lambda.map { $0[Input.parallelizationFactor] = 2 }
    #expect(await eventually { Set(lambda.got()) == ["1", "2"] })
    try await lambda.update(id) { $0[UpdateEventSourceMapping.Input.parallelizationFactor] = 5 }
    lambda.streams.put(Self.shard, ["3"], key: one)
    lambda.streams.put(Self.shard, ["4"], key: two)
    #expect(
      await eventually { Set(lambda.got().flatMap { $0.split(separator: ",") }) == ["1", "2", "3", "4"] })
    await lambda.stop()
  }

  @Test func theHindmostLaneDecides() {
    func at(_ number: String?, done: Bool = false) -> ShardPosition {
      ShardPosition(sequenceNumber: number, isDone: done)
    }
    #expect(ShardPosition.hindmost([at("20"), at("9"), at("100")]) == at("9"))
    #expect(ShardPosition.hindmost([at("20"), at(nil)]) == ShardPosition())
    #expect(ShardPosition.hindmost([at("20"), at("3", done: true)]) == at("20"))
    #expect(ShardPosition.hindmost([at("20", done: true), at("3", done: true)]).isDone)
  }
}
