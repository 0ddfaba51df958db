import Glibc
import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import Kinesis

/// Kinesis alone in a house, and the calls that many tests make.
struct KinesisHouse: Sendable {
  let house: TestHouse
  private let service: LoopOnly<KinesisService>

  /// `delay`: milliseconds in CREATING, UPDATING and DELETING. `path`: a database on disk.
  init(delay: Int = 0, throttles: Bool = false, path: String? = nil, starts: Bool = false) throws {
    var configuration = Configuration()
    configuration.kinesisDelay = delay
    configuration.kinesisThrottle = throttles
    var made: KinesisService?
    house = try TestHouse(path: path, configuration: configuration, starts: starts) { database, setting in
      let service = try KinesisService(database, setting)
      made = service
      return [service]
    }
    service = LoopOnly(made!)
  }

  /// A house with the stream `s` in it.
  static func withStream(shards: Int = 1, delay: Int = 0, throttles: Bool = false) async throws -> KinesisHouse {
    let house = try KinesisHouse(delay: delay, throttles: throttles)
    try await house.create(shards: shards)
    if delay > 0 {
      await house.house.advance(milliseconds: Int64(delay))
      try await house.untilStatus("ACTIVE")
    }
    return house
  }

  static let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
  static let first = "shardId-000000000000"

  func create(_ name: String = "s", shards: Int = 1) async throws {
    _ = try await house.call(CreateStream.self) {
      $0[CreateStream.Input.streamName] = name
      $0[CreateStream.Input.shardCount] = Int32(shards)
    }
  }

  func createOnDemand(_ name: String = "s") async throws {
    _ = try await house.call(CreateStream.self) {
      $0[CreateStream.Input.streamName] = name
      $0[CreateStream.Input.streamModeDetails] = .with { $0[StreamModeDetails.streamMode] = "ON_DEMAND" }
    }
  }

  func call<O: AWSOperation>(
    _ operation: O.Type, _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<O.Output> { try await house.call(operation, fill) }

  /// `Code: message`, or nil.
  func refusal<O: AWSOperation>(
    _ operation: O.Type, _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async -> String? {
    guard let error = await house.error(operation, fill) else { return nil }
    return "\(error.code): \(error.message ?? "")"
  }

  // MARK: Records

  @discardableResult
  func put(_ data: String, key: String = "k", hash: String? = nil, to stream: String = "s") async throws
    -> (shard: String, number: String)
  {
    let output = try await call(PutRecord.self) {
      $0[PutRecord.Input.streamName] = stream
      $0[PutRecord.Input.partitionKey] = key
      $0[PutRecord.Input.data] = Blob(Array(data.utf8))
      $0[PutRecord.Input.explicitHashKey] = hash
    }
    return (output[PutRecord.Output.shardID], output[PutRecord.Output.sequenceNumber])
  }

  func iterator(
    _ shard: String = first, _ type: String = "TRIM_HORIZON", after number: String? = nil
  ) async throws -> String {
    let output = try await call(GetShardIterator.self) {
      $0[GetShardIterator.Input.streamName] = "s"
      $0[GetShardIterator.Input.shardID] = shard
      $0[GetShardIterator.Input.shardIteratorType] = type
      $0[GetShardIterator.Input.startingSequenceNumber] = number
    }
    return try #require(output[GetShardIterator.Output.shardIterator])
  }

  func page(_ iterator: String, limit: Int32? = nil) async throws -> Values<GetRecords.Output> {
    try await call(GetRecords.self) {
      $0[GetRecords.Input.shardIterator] = iterator
      $0[GetRecords.Input.limit] = limit
    }
  }

  /// The data of a shard's records.
  func data(_ shard: String = first) async throws -> [String] {
    try await page(iterator(shard))[GetRecords.Output.records].map {
      String(decoding: $0[Record.data].bytes, as: UTF8.self)
    }
  }

  // MARK: Streams and shards

  func shards(_ fill: (inout Values<ListShards.Input>) -> Void = { _ in }) async throws -> [Values<Shard>] {
    let output = try await call(ListShards.self) {
      $0[ListShards.Input.streamName] = "s"
      fill(&$0)
    }
    return output[ListShards.Output.shards] ?? []
  }

  /// The numbers of the shards that a filter keeps.
  func shards(_ type: String, shard: String? = nil, at time: Int64? = nil) async throws -> [Int] {
    try await shards {
      $0[ListShards.Input.shardFilter] = .with {
        $0[ListShards.ShardFilter.type] = type
        $0[ListShards.ShardFilter.shardID] = shard
        $0[ListShards.ShardFilter.timestamp] = time.map { Timestamp(milliseconds: $0) }
      }
    }.compactMap { Int($0[Shard.shardID].suffix(12)) }
  }

  func split(_ shard: String = first, at key: String = "170141183460469231731687303715884105728") async throws {
    _ = try await call(SplitShard.self) {
      $0[SplitShard.Input.streamName] = "s"
      $0[SplitShard.Input.shardToSplit] = shard
      $0[SplitShard.Input.newStartingHashKey] = key
    }
  }

  func resize(_ count: Int32) async throws -> Values<UpdateShardCount.Output> {
    try await call(UpdateShardCount.self) {
      $0[UpdateShardCount.Input.streamName] = "s"
      $0[UpdateShardCount.Input.targetShardCount] = count
      $0[UpdateShardCount.Input.scalingType] = "UNIFORM_SCALING"
    }
  }

  typealias Summary = DescribeStreamSummary.StreamDescriptionSummary

  func summary(_ name: String = "s") async throws(AWSError) -> Values<Summary> {
    try await call(DescribeStreamSummary.self) { $0[DescribeStreamSummary.Input.streamName] = name }[
      DescribeStreamSummary.Output.streamDescriptionSummary]
  }

  /// Waits until the stream has that status.
  func untilStatus(_ status: String) async throws {
    try await eventually { try await summary()[Summary.streamStatus] == status }
  }

  func now() async -> Int64 { await house.onLoop { [clock = house.clock] in clock.milliseconds } }

  /// The clock moves by `advance` alone from now on.
  func freeze() async { await house.onLoop { [clock = house.clock] in clock.freeze() } }

  func sweep() async {
    var more = true
    while more {
      more =
        await house.cloud.step { [service, clock = house.clock] () throws(AWSError) -> Bool in
          try service.value.store.sweep(now: clock.milliseconds)
        } ?? false
    }
  }

  /// Records in the table.
  func storedRecords() async -> Int? {
    await house.cloud.step { [service] () throws(AWSError) -> Int in
      try service.value.store.reporting { () throws(DatabaseError) -> Int in
        try service.value.store.database.prepare(
          "SELECT total((id & \(KinesisStore.counterMask)) - first + 1) FROM kinesis_blocks"
        ).first([]) { $0.int(0) } ?? -1
      }
    }
  }

  // MARK: Consumers

  @discardableResult
  func register(_ name: String = "c") async throws -> String {
    let output = try await call(RegisterStreamConsumer.self) {
      $0[RegisterStreamConsumer.Input.streamARN] = Self.arn
      $0[RegisterStreamConsumer.Input.consumerName] = name
    }
    return output[RegisterStreamConsumer.Output.consumer][Consumer.consumerARN]
  }

  /// Subscribes as a client with awsJson does.
  func subscribe(
    _ consumer: String, _ shard: String = first, _ type: String = "TRIM_HORIZON", after number: String? = nil
  ) async throws -> Subscriber {
    var input = Values<SubscribeToShard.Input>()
    input[SubscribeToShard.Input.consumerARN] = consumer
    input[SubscribeToShard.Input.shardID] = shard
    input[SubscribeToShard.Input.startingPosition] = .with {
      $0[SubscribeToShard.Position.type] = type
      $0[SubscribeToShard.Position.sequenceNumber] = number
    }
    let answer = try await house.cloud.performWithBody(
      SubscribeToShard.self, input, as: .root(of: TestHouse.account), region: TestHouse.region)
    guard case .stream(let source)? = answer.body, let body = source as? EventStreamBody else {
      throw AWSError.internal("no stream")
    }
    let subscriber = Subscriber(body)
    await house.onLoop {
      body.format = KinesisService.description.format(.awsJSON(version: "1.1"))
      body.resume(subscriber)
    }
    return subscriber
  }
}

/// The client's end of a subscription.
final class Subscriber: BodyWriter, Sendable {
  private struct State {
    var decoder = EventStreamDecoder()
    var messages: [EventStreamMessage] = []
    var isFinished = false
    var isFull = false
  }
  private let state = Mutex(State())
  private let body: EventStreamBody

  init(_ body: EventStreamBody) { self.body = body }

  func write(_ bytes: [UInt8]) -> Bool {
    state.withLock { state in
      state.decoder.feed(bytes)
      while let message = try? state.decoder.next() { state.messages.append(message) }
      return !state.isFull
    }
  }
  func finish() { state.withLock { $0.isFinished = true } }
  func abort() { finish() }

  var isFinished: Bool { state.withLock { $0.isFinished } }
  /// While it is full nothing more is to come.
  var isFull: Bool {
    get { state.withLock { $0.isFull } }
    set { state.withLock { $0.isFull = newValue } }
  }
  var messages: [EventStreamMessage] { state.withLock { $0.messages } }
  var events: [JSONValue] {
    messages.filter { $0[":event-type"] == .string("SubscribeToShardEvent") }
      .compactMap { try? JSONValue.parse($0.payload) }
  }
  /// The data of every record so far, in base64.
  var data: [String] {
    events.flatMap { $0["Records"]?.array ?? [] }.compactMap { $0["Data"]?.string }
  }

  /// The transport takes more.
  func resume(_ house: TestHouse) async { await house.onLoop { [self] in body.resume(self) } }
  /// The client goes away.
  func close(_ house: TestHouse) async { await house.onLoop { [self] in body.closed() } }
}

/// Asks until the answer is true; a minute at most.
func eventually(_ condition: () async throws -> Bool) async throws {
  let start = ContinuousClock.now
  while try await !condition() {
    try #require(ContinuousClock.now - start < .seconds(60), "it never came true")
    await Task.yield()
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/cauce-kinesis-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for name in ["k.sqlite", "k.sqlite-wal", "k.sqlite-shm"] { unlink(path + "/" + name) }
    rmdir(path)
  }
}
