import Protocols
import Runtime
import Synchronization

/// The ports that Firehose uses, in memory: what tests put in and look at.
final class FirehosePorts: ObjectPort, StreamPort, FunctionPort, LogPort {
  struct State {
    var buckets: Set<String> = ["lake"]
    /// In the order of the puts; one of the same name replaces.
    var objects: [(key: String, body: [UInt8])] = []
    var puts = 0
    var shards: [String: [StreamRecord]] = [:]
    var closed: Set<String> = []
    var parents: [String: [String]] = [:]
    var hasStream = true
    var nextSequence = 1
    var signals: [Signal] = []
    var events: [JSONValue] = []
    var logs: [String] = []
  }
  let state = Mutex(State())
  /// Answers a function's call with the result for each record; nil fails the call.
  let transform = Mutex<(@Sendable (JSONValue) -> FunctionAnswer)?>(nil)

  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    throw AWSError("ResourceNotFoundException", "There are no consumers here.")
  }

  func exists(_ function: String, as caller: Caller, region: String) async -> Bool { true }

  var ports: Ports {
    let ports = Ports()
    ports.objects = self
    ports.streams = self
    ports.functions = self
    ports.logs = self
    return ports
  }

  var objects: [(key: String, text: String)] {
    state.withLock { $0.objects.map { ($0.key, String(decoding: $0.body, as: UTF8.self)) } }
  }

  // MARK: Objects

  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) {
    let exists = state.withLock { state -> Bool in
      state.puts += 1
      guard state.buckets.contains(bucket) else { return false }
      state.objects.removeAll { $0.key == key }
      state.objects.append((key, body))
      return true
    }
    if !exists { throw AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404) }
  }
  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] { throw AWSError("NoSuchKey", nil, status: 404) }
  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage { ObjectPage(entries: [], nextToken: nil) }
  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool {
    state.withLock { $0.buckets.contains(bucket) }
  }

  // MARK: Streams: an iterator is "shard:index"

  func append(_ text: String, to shard: String = "shardId-000000000000", at milliseconds: Int64) {
    let signals = state.withLock { state -> [Signal] in
      let sequence = String(state.nextSequence)
      state.nextSequence += 1
      state.shards[shard, default: []].append(
        StreamRecord(
          sequenceNumber: sequence, partitionKey: "p", data: Array(text.utf8),
          arrival: Timestamp(milliseconds: milliseconds)))
      return state.signals
    }
    for signal in signals { signal.raise() }
  }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    let description = state.withLock { state -> StreamPortDescription? in
      guard state.hasStream else { return nil }
      return StreamPortDescription(
        status: "ACTIVE",
        shards: state.shards.keys.sorted().map {
          StreamPortDescription.Shard(
            id: $0, parents: state.parents[$0] ?? [], isOpen: !state.closed.contains($0))
        })
    }
    guard let description else { throw AWSError("ResourceNotFoundException", "Stream s not found.") }
    return description
  }

  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    state.withLock { state in
      let records = state.shards[shard] ?? []
      let index: Int
      switch position {
      case .trimHorizon: index = 0
      case .latest: index = records.count
      case .timestamp(let time): index = records.firstIndex { $0.arrival >= time } ?? records.count
      case .after(let number):
        index = records.firstIndex { Int($0.sequenceNumber) ?? 0 > Int(number) ?? 0 } ?? records.count
      case .at(let number):
        index = records.firstIndex { Int($0.sequenceNumber) ?? 0 >= Int(number) ?? 0 } ?? records.count
      }
      return "\(shard):\(index)"
    }
  }

  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage {
    state.withLock { state in
      let parts = iterator.split(separator: ":")
      let shard = String(parts[0])
      let start = Int(parts[1]) ?? 0
      let all = state.shards[shard] ?? []
      let page = Array(all[min(start, all.count)...].prefix(limit))
      let next = start + page.count
      let isEnd = next == all.count && state.closed.contains(shard)
      return StreamPage(
        records: page, nextIterator: isEnd ? nil : "\(shard):\(next)", millisBehindLatest: 0, childShards: [])
    }
  }

  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    state.withLock { $0.signals.append(signal) }
    return StreamFollowing { [self] in state.withLock { $0.signals.removeAll { $0 === signal } } }
  }

  // MARK: Functions and logs

  func invoke(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer {
    guard let event = try? JSONValue.parse(payload) else { throw AWSError.serialization("no event") }
    state.withLock { $0.events.append(event) }
    guard let answer = transform.withLock({ $0 }) else {
      throw AWSError("ResourceNotFoundException", "Function not found", status: 404)
    }
    return answer(event)
  }
  func invokeAsync(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) {}

  /// Calls `result` with each record's text; nil leaves the record out.
  func transforming(_ result: @escaping @Sendable (String) -> (result: String, text: String)?) {
    transform.withLock {
      $0 = { event in
        var records: [JSONValue] = []
        for record in event["records"]?.array ?? [] {
          let text = String(decoding: Base64.decode(record["data"]?.string ?? "") ?? [], as: UTF8.self)
          guard let (outcome, new) = result(text) else { continue }
          records.append([
            "recordId": .string(record["recordId"]?.string ?? ""), "result": .string(outcome),
            "data": .string(Base64.encode(Array(new.utf8))),
          ])
        }
        let answer: JSONValue = ["records": .array(records)]
        return FunctionAnswer(payload: answer.bytes, functionError: nil, requestID: "r")
      }
    }
  }

  func put(
    group: String, stream: String, _ events: [(time: Timestamp, message: String)], as caller: Caller, region: String
  ) async throws(AWSError) {
    state.withLock { state in for event in events { state.logs.append("\(group)/\(stream) \(event.message)") } }
  }
}
