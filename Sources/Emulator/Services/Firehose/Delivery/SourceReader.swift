import Protocols
import Runtime
import Storage

/// Reads a Kinesis stream into the buffer of a delivery stream, each shard from its own position, children after their
/// parents. Positions are committed with the records they stand for, so nothing is skipped and nothing buffered twice,
/// wherever the worker ends.
///
/// `@unchecked Sendable`: its variables are touched by the worker's own task only.
final class SourceReader: @unchecked Sendable {
  private let service: FirehoseService
  private let stream: DeliveryStream
  private let source: StreamSource
  private var shards: [Reading] = []
  /// Whether `shards` are all there are.
  private var isComplete = false

  private struct Reading {
    let id: String
    let parents: [String]
    var position: ShardPosition
    /// nil: to be asked for at the position.
    var iterator: String?
  }

  /// Records of one step.
  private static let page = 500
  /// Batches that may wait for delivery before the reading pauses.
  private static let backlog = 8
  private static let errorDelay: Int64 = 1000

  init(_ service: FirehoseService, _ stream: DeliveryStream, _ source: StreamSource) {
    self.service = service
    self.stream = stream
    self.source = source
  }

  func run() async {
    let following = await service.setting.ports.streams.follow(source.streamARN, stream.sourceSignal)
    do throws(CancellationError) {
      while true { try await turn() }
    } catch {}
    withExtendedLifetime(following) {}
  }

  /// Reads to the tip, ends a flush that waits for it, and waits for more.
  private func turn() async throws(CancellationError) {
    let state = await service.setting.cloud.step { [stream] () throws(AWSError) -> (batches: Int, flush: Bool) in
      (stream.buffer.batches, stream.wantsSourceFlush)
    }
    if Task.isCancelled { throw CancellationError() }
    let hasRoom = (state?.batches ?? 0) < Self.backlog
    var failure: AWSError?
    var progressed = false
    if hasRoom {
      do throws(AWSError) {
        if !isComplete { try await learn() }
        progressed = try await pass()
      } catch {
        failure = error
      }
    }
    if progressed { return }
    if state?.flush == true { await endFlush() }
    if let failure { return try await recover(failure) }
    try await stream.sourceSignal.wait()
  }

  private func endFlush() async {
    _ = await service.setting.cloud.step { [service, stream] () throws(AWSError) in
      if !stream.isDeleted { try service.store.seal(stream, &service.ids) }
      stream.wantsSourceFlush = false
    }
    stream.deliverySignal.raise()
  }

  private func recover(_ error: AWSError) async throws(CancellationError) {
    for index in shards.indices { shards[index].iterator = nil }
    isComplete = false
    if error.code == "ExpiredIteratorException" { return }
    await DeliveryLog(service, stream).report("Kinesis.\(error.code)", error.message ?? error.code)
    try await service.setting.workers.sleep(milliseconds: Self.errorDelay)
  }

  /// Takes in the shards that are not known yet.
  private func learn() async throws(AWSError) {
    let description = try await service.setting.ports.streams.describe(source.streamARN, as: stream.caller)
    let positions = await service.setting.cloud.step { [service, stream] () throws(AWSError) in
      try service.store.positions(of: stream)
    }
    guard let positions else { throw AWSError.internal("the positions of \(stream.arn) cannot be read") }
    for shard in description.shards where !shards.contains(where: { $0.id == shard.id }) {
      let position = positions[shard.id] ?? ShardPosition(sequenceNumber: nil, isFinished: false)
      shards.append(Reading(id: shard.id, parents: shard.parents, position: position))
    }
    // A stream that is being made shows no shards yet; its followers are woken when it does.
    isComplete = !description.shards.isEmpty
  }

  /// A page of each shard that may be read; whether any gave something.
  private func pass() async throws(AWSError) -> Bool {
    var progressed = false
    for index in shards.indices where !shards[index].position.isFinished {
      let waits = shards.contains { shards[index].parents.contains($0.id) && !$0.position.isFinished }
      if !waits, try await readPage(index) { progressed = true }
      if Task.isCancelled { break }
    }
    return progressed
  }

  private func readPage(_ index: Int) async throws(AWSError) -> Bool {
    let streams: any StreamPort = service.setting.ports.streams
    let shard = shards[index]
    let iterator: String
    if let known = shard.iterator {
      iterator = known
    } else {
      let start = Timestamp(milliseconds: Int64(source.start))
      let position: StreamPosition =
        shard.position.sequenceNumber.map { .after(sequenceNumber: $0) } ?? .timestamp(start)
      iterator = try await streams.iterator(source.streamARN, shard: shard.id, at: position, as: stream.caller)
    }
    let page = try await streams.records(iterator, of: source.streamARN, limit: Self.page, as: stream.caller)
    let isEnd = page.nextIterator == nil
    shards[index].iterator = page.nextIterator
    guard isEnd || !page.records.isEmpty else { return false }
    let position = ShardPosition(
      sequenceNumber: page.records.last?.sequenceNumber ?? shard.position.sequenceNumber, isFinished: isEnd)
    let committed = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> Bool in
      if stream.isDeleted { return true }
      let now = Int(service.setting.clock.milliseconds)
      for record in page.records {
        let origin = RecordOrigin(
          shard: shard.id, sequenceNumber: record.sequenceNumber, partitionKey: record.partitionKey)
        try service.append(
          record.data, arrival: Int(record.arrival.milliseconds), from: origin, to: stream, now: now)
      }
      try service.store.reporting { () throws(DatabaseError) in
        try service.store.setPosition(position, ofShard: shard.id, stream)
      }
      return true
    }
    guard committed == true else { throw AWSError.internal("records of \(source.streamARN) were not committed") }
    shards[index].position = position
    // What follows a shard's end are its children.
    if isEnd { isComplete = false }
    return true
  }
}
