import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import Logs

/// CloudWatch Logs without a socket, at a fixed time.
struct LogsHouse: Sendable {
  let house: TestHouse
  let subscribers: Subscribers
  private let service: LoopOnly<LogsService>
  static let group = "/aws/lambda/f"

  init(path: String? = nil, subscribers: Subscribers = Subscribers(), starts: Bool = false) async throws {
    var made: LogsService?
    self.subscribers = subscribers
    let ports = Ports()
    ports.functions = subscribers
    ports.streams = subscribers
    ports.streamWriter = subscribers
    house = try TestHouse(path: path, ports: ports, starts: starts) { database, setting in
      let service = try LogsService(database, setting)
      made = service
      return [service]
    }
    service = LoopOnly(try #require(made))
    await house.onLoop { [house] in house.clock.freeze() }
  }

  var now: Int { get async { await house.onLoop { [house] in Int(house.clock.milliseconds) } } }

  /// As another service writes.
  func append(_ events: [(time: Timestamp, message: String)], group: String = group, stream: String = "s") async {
    _ = await house.cloud.step { [service] () throws(AWSError) in
      try service.value.append(
        events, group: group, stream: stream, account: TestHouse.account, region: TestHouse.region)
    }
  }

  /// Sweeps until nothing is left to sweep.
  func sweep() async {
    while await house.cloud.step({ [service, house] () throws(AWSError) -> Bool in
      try service.value.store.sweep(now: Int(house.clock.milliseconds))
    }) == true {}
  }

  func rows() async -> Int {
    await house.cloud.step { [service] () throws(AWSError) -> Int in
      try service.value.store.checked {
        try service.value.store.database.prepare("SELECT count(*) FROM logs_events").first([]) { $0.int(0) } ?? 0
      }
    } ?? -1
  }

  func make(group: String = group, stream: String? = "s") async throws {
    _ = try await house.call(CreateLogGroup.self) { $0[CreateLogGroup.Input.logGroupName] = group }
    if let stream { try await make(stream: stream, in: group) }
  }

  func make(stream: String, in group: String = group) async throws {
    _ = try await house.call(CreateLogStream.self) {
      $0[CreateLogStream.Input.logGroupName] = group
      $0[CreateLogStream.Input.logStreamName] = stream
    }
  }

  static func put(
    _ events: [(Int, String)], group: String = group, stream: String = "s"
  ) -> (inout Values<PutLogEvents.Input>) -> Void {
    return {
      $0[PutLogEvents.Input.logGroupName] = group
      $0[PutLogEvents.Input.logStreamName] = stream
      $0[PutLogEvents.Input.logEvents] = events.map { event in
        .with {
          $0[PutLogEvents.InputLogEvent.timestamp] = event.0
          $0[PutLogEvents.InputLogEvent.message] = event.1
        }
      }
    }
  }

  func get(
    _ token: String? = nil, limit: Int32? = nil, fromHead: Bool? = nil, start: Int? = nil, end: Int? = nil
  ) async throws -> (messages: [String], forward: String, backward: String) {
    let answer = try await house.call(GetLogEvents.self) {
      $0[GetLogEvents.Input.logGroupName] = LogsHouse.group
      $0[GetLogEvents.Input.logStreamName] = "s"
      $0[GetLogEvents.Input.nextToken] = token
      $0[GetLogEvents.Input.limit] = limit
      $0[GetLogEvents.Input.startFromHead] = fromHead
      $0[GetLogEvents.Input.startTime] = start
      $0[GetLogEvents.Input.endTime] = end
    }
    return (
      try #require(answer[GetLogEvents.Output.events]).compactMap { $0[GetLogEvents.OutputLogEvent.message] },
      try #require(answer[GetLogEvents.Output.nextForwardToken]),
      try #require(answer[GetLogEvents.Output.nextBackwardToken])
    )
  }

  func filter(
    _ pattern: String?, token: String? = nil, limit: Int32? = nil,
    _ more: (inout Values<FilterLogEvents.Input>) -> Void = { _ in }
  ) async throws -> (messages: [String], token: String?) {
    let answer = try await house.call(FilterLogEvents.self) {
      $0[FilterLogEvents.Input.logGroupName] = LogsHouse.group
      $0[FilterLogEvents.Input.filterPattern] = pattern
      $0[FilterLogEvents.Input.nextToken] = token
      $0[FilterLogEvents.Input.limit] = limit
      more(&$0)
    }
    return (
      try #require(answer[FilterLogEvents.Output.events]).compactMap { $0[FilterLogEvents.FilteredLogEvent.message] },
      answer[FilterLogEvents.Output.nextToken]
    )
  }
}

extension LogsHouse {
  func wire(_ action: String, _ body: String) async -> ClientAnswer {
    await house.json("Logs_20140328.\(action)", body, service: "logs")
  }

  func given(_ action: String, _ body: String) async {
    let answer = await wire(action, body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}

/// The function `f` and the stream `s`, which keep what they are given, and fail as they are told.
final class Subscribers: FunctionPort, StreamPort, StreamWriterPort {
  private let state = Mutex((deliveries: [(to: String, key: String, data: [UInt8])](), errors: [AWSError]()))

  func fail(_ errors: [AWSError]) { state.withLock { $0.errors = errors } }

  /// The messages of deliveries, unpacked, and the partition keys they came with.
  var messages: [(key: String, message: JSONValue)] {
    state.withLock { $0.deliveries }.compactMap { delivery in
      guard let bytes = try? Inflater.decompress(delivery.data, .gzip, limit: 1 << 24),
        let message = try? JSONValue.parse(bytes)
      else { return nil }
      return (delivery.key, message)
    }
  }

  /// Waits until that many deliveries have come, for some seconds at most.
  func wait(for count: Int) async -> [(key: String, message: JSONValue)] {
    for _ in 0..<2000 {
      if state.withLock({ $0.deliveries.count }) >= count { break }
      try? await Task.sleep(nanoseconds: 2_000_000)
    }
    return messages
  }

  private func take(_ to: String, _ key: String, _ data: [UInt8]) throws(AWSError) {
    let error = state.withLock { state -> AWSError? in
      if !state.errors.isEmpty { return state.errors.removeFirst() }
      state.deliveries.append((to, key, data))
      return nil
    }
    if let error { throw error }
  }

  func invokeAsync(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) {
    let text = (try? JSONValue.parse(payload))?["awslogs"]?["data"]?.string ?? ""
    try take(function, "", Base64.decode(text) ?? [])
  }
  func invoke(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer { throw AWSError.notEmulated("invoke") }
  func exists(_ function: String, as caller: Caller, region: String) async -> Bool {
    function.hasSuffix(":f") || function.hasSuffix(":receiver")
  }

  func put(
    _ records: [(partitionKey: String, data: [UInt8])], to streamARN: String, as caller: Caller
  ) async throws(AWSError) {
    for record in records { try take(streamARN, record.partitionKey, record.data) }
  }
  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    guard streamARN.hasSuffix("/s") else { throw AWSError("ResourceNotFoundException", "Stream not found.") }
    return StreamPortDescription(status: "ACTIVE", shards: [])
  }
  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    throw AWSError.notEmulated("consumer")
  }
  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String { throw AWSError.notEmulated("iterator") }
  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage { throw AWSError.notEmulated("records") }
  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing { StreamFollowing {} }
}
