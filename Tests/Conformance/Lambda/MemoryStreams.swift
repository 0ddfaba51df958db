import Protocols
import Runtime
import Synchronization

@testable import Lambda

/// Streams in memory, with one counter a shard for sequence numbers.
final class MemoryStreams: StreamPort {
  private struct Shard {
    var parents: [String] = []
    var isOpen = true
    var records: [StreamRecord] = []
  }
  private struct State {
    var shards: [String: [String: Shard]] = [:]
    var followers: [Int: (String, Signal)] = [:]
    var next = 0
  }
  private let state = Mutex(State())
  static let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
  static let consumer = arn + "/consumer/c:1700000000"

  func make(_ shards: [String], parents: [String: [String]] = [:]) {
    state.withLock { state in
      for shard in shards { state.shards[Self.arn, default: [:]][shard] = Shard(parents: parents[shard] ?? []) }
    }
    wake()
  }

  func put(
    _ shard: String, _ texts: [String], key: String = "k", at time: Int64 = Clock.machineMilliseconds()
  ) {
    put(shard, texts.map { Array($0.utf8) }, key: key, at: time)
  }

  func put(_ shard: String, _ all: [[UInt8]], key: String = "k", at time: Int64 = Clock.machineMilliseconds()) {
    state.withLock { state in
      for data in all {
        let number = String((state.shards[Self.arn]?[shard]?.records.count ?? 0) + 1000)
        state.shards[Self.arn]?[shard]?.records.append(
          StreamRecord(
            sequenceNumber: number, partitionKey: key, data: data, arrival: Timestamp(milliseconds: time)))
      }
    }
    wake()
  }

  func close(_ shard: String) {
    state.withLock { $0.shards[Self.arn]?[shard]?.isOpen = false }
    wake()
  }

  private func wake() { for (_, signal) in state.withLock({ $0.followers }).values { signal.raise() } }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    guard let shards = state.withLock({ $0.shards[streamARN] }) else {
      throw AWSError("ResourceNotFoundException", "Stream not found")
    }
    return StreamPortDescription(
      status: "ACTIVE",
      shards: shards.sorted { $0.key < $1.key }.map {
        StreamPortDescription.Shard(
          id: $0.key, parents: $0.value.parents, isOpen: $0.value.isOpen, hashKeys: 0...UInt128.max / 2)
      })
  }

  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    let records = state.withLock { $0.shards[streamARN]?[shard]?.records } ?? []
    let index: Int
    switch position {
    case .trimHorizon: index = 0
    case .latest: index = records.count
    case .timestamp(let time): index = records.firstIndex { $0.arrival >= time } ?? records.count
    case .after(let number): index = (records.firstIndex { $0.sequenceNumber == number } ?? -1) + 1
    case .at(let number): index = records.firstIndex { $0.sequenceNumber == number } ?? 0
    }
    return "\(shard)/\(index)"
  }

  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage {
    let parts = iterator.split(separator: "/").map(String.init)
    let index = Int(parts[1]) ?? 0
    guard let shard = state.withLock({ $0.shards[streamARN]?[parts[0]] }) else {
      throw AWSError("ResourceNotFoundException", "gone")
    }
    let records = Array(shard.records.dropFirst(index).prefix(limit))
    let next = index + records.count
    let isEnd = !shard.isOpen && next >= shard.records.count
    return StreamPage(
      records: records, nextIterator: isEnd ? nil : "\(parts[0])/\(next)", millisBehindLatest: 0, childShards: [])
  }

  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    if consumerARN != Self.consumer { throw AWSError("ResourceNotFoundException", "Consumer not found") }
    return StreamPortConsumer(streamARN: Self.arn, name: "c", status: "ACTIVE")
  }

  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    let id = state.withLock { state in
      state.next += 1
      state.followers[state.next] = (streamARN, signal)
      return state.next
    }
    return StreamFollowing { [weak self] in self?.state.withLock { $0.followers[id] = nil } }
  }
}

/// One shard of a table's stream in memory.
final class MemoryTableStreams: TableStreamPort {
  static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-09-17T14:10:44.560"
  static let shard = "shardId-00000001700000000000-abcdef01"
  private let state = Mutex((records: [TableStreamRecord](), followers: [Int: Signal](), next: 0))

  func put(_ records: [TableStreamRecord]) {
    let followers = state.withLock { state in
      state.records += records
      return Array(state.followers.values)
    }
    for signal in followers { signal.raise() }
  }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    if streamARN != Self.arn { throw AWSError("ResourceNotFoundException", "Stream not found") }
    return StreamPortDescription(
      status: "ENABLED",
      shards: [StreamPortDescription.Shard(id: Self.shard, parents: ["shardId-trimmed"], isOpen: true)])
  }

  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    let records = state.withLock { $0.records }
    switch position {
    case .trimHorizon: return "0"
    case .latest: return String(records.count)
    case .timestamp: throw AWSError("ValidationException", "There is no AT_TIMESTAMP.")
    case .after(let number): return String((records.firstIndex { $0.sequenceNumber == number } ?? -1) + 1)
    case .at(let number): return String(records.firstIndex { $0.sequenceNumber == number } ?? 0)
    }
  }

  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> TableStreamPage {
    let records = Array(state.withLock { $0.records }.dropFirst(Int(iterator) ?? 0).prefix(limit))
    return TableStreamPage(records: records, nextIterator: String((Int(iterator) ?? 0) + records.count))
  }

  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    let id = state.withLock { state in
      state.next += 1
      state.followers[state.next] = signal
      return state.next
    }
    return StreamFollowing { [weak self] in self?.state.withLock { _ = $0.followers.removeValue(forKey: id) } }
  }
}
