import Protocols
import Runtime

/// Reads one shard for a mapping and brings its records to the function in order. The shard is held back while a batch
/// fails. Its position is committed after each batch, so a restart goes on there: at least once, never a gap.
struct ShardReader: Sendable {
  private let mapping: EventSourceMapping
  private let shard: String
  private let service: LambdaService
  private let setting: ServiceSetting
  private let caller: Caller

  init(_ mapping: EventSourceMapping, shard: String, _ service: LambdaService, _ setting: ServiceSetting) {
    self.mapping = mapping
    self.shard = shard
    self.service = service
    self.setting = setting
    caller = .root(of: mapping.function.account)
  }

  private static let retryDelay: Int64 = 1000

  /// Whether the shard came to its end; false when the task was cancelled.
  func run(from checkpoint: LambdaStore.Checkpoint?) async -> Bool {
    do throws(CancellationError) {
      try await read(from: checkpoint)
      return true
    } catch {
      return false
    }
  }

  private func read(from checkpoint: LambdaStore.Checkpoint?) async throws(CancellationError) {
    guard let streams = setting.ports.streams else { throw CancellationError() }
    let signal = Signal()
    let following = await streams.follow(mapping.source, signal)
    defer { withExtendedLifetime(following) {} }
    var position = checkpoint?.sequenceNumber.map { StreamPosition.after(sequenceNumber: $0) } ?? start
    var iterator: String?
    var isAtEnd = false
    var batch: [StreamRecord] = []
    /// When the first record of the batch was read, where a window is set.
    var opened: Int64?
    while true {
      if Task.isCancelled { throw CancellationError() }
      while batch.count < mapping.batchSize, !isAtEnd {
        let page: StreamPage
        do throws(AWSError) {
          if iterator == nil { iterator = try await self.iterator(at: &position, streams) }
          page = try await streams.records(
            iterator ?? "", of: mapping.source, limit: mapping.batchSize - batch.count, as: caller)
        } catch {
          iterator = nil
          // An iterator lives for five minutes; the position it stood at is known.
          if error.code != "ExpiredIteratorException" {
            try await setting.workers.sleep(milliseconds: ShardReader.retryDelay)
          }
          if Task.isCancelled { throw CancellationError() }
          continue
        }
        batch.append(contentsOf: page.records)
        if let last = page.records.last { position = .after(sequenceNumber: last.sequenceNumber) }
        iterator = page.nextIterator
        isAtEnd = page.nextIterator == nil
        if page.records.isEmpty { break }
      }
      if batch.isEmpty {
        if isAtEnd { return try await commit(nil, isDone: true) }
        try await signal.wait()
        continue
      }
      if mapping.batchWindow > 0, batch.count < mapping.batchSize, !isAtEnd {
        let now = await self.now()
        let end = (opened ?? now) + mapping.windowMilliseconds
        opened = opened ?? now
        if now < end, batch.reduce(0, { $0 + $1.data.count }) < KinesisEvent.limit * 3 / 4 {
          await wake(signal, at: end)
          try await signal.wait()
          continue
        }
      }
      opened = nil
      let sent = try await deliver(batch)
      batch.removeFirst(sent)
    }
  }

  /// Where a mapping without a checkpoint begins. LATEST is the time at which the mapping was made, so that nothing that
  /// was put after CreateEventSourceMapping was answered is missed, a restart included.
  private var start: StreamPosition {
    switch mapping.startingPosition {
    case "LATEST": .timestamp(mapping.created)
    case "AT_TIMESTAMP": .timestamp(mapping.startingTimestamp ?? mapping.created)
    default: .trimHorizon
    }
  }

  /// A position that the stream does not know belongs to an older stream of the same name: this one is read from its
  /// beginning. A time to come has no record yet.
  private func iterator(
    at position: inout StreamPosition, _ streams: any StreamPort
  ) async throws(AWSError) -> String {
    do throws(AWSError) {
      return try await streams.iterator(mapping.source, shard: shard, at: position, as: caller)
    } catch {
      guard error.code == "InvalidArgumentException", case .after = position else { throw error }
      position = .trimHorizon
      return try await streams.iterator(mapping.source, shard: shard, at: position, as: caller)
    }
  }

  // MARK: Delivering

  /// Brings the first records, as many as make one event, to the function; returns when they are done with and
  /// checkpointed, and says how many they were.
  private func deliver(_ batch: [StreamRecord]) async throws(CancellationError) -> Int {
    let role = await service.role(of: mapping.function)
    let event = KinesisEvent(
      batch, shard: shard, streamARN: mapping.source, region: ARN(mapping.source)?.region ?? mapping.function.region,
      role: role ?? "")
    let count = event.fitting
    let numbers = batch[..<count].map(\.sequenceNumber)
    var ids = IDs()
    var plan = BatchPlan(
      count: count, maximumRetries: mapping.maximumRetries, bisects: mapping.bisects, requestID: ids.uuid())
    var committed = 0
    while true {
      if mapping.maximumRecordAge >= 0 {
        let oldest = await now() - Int64(mapping.maximumRecordAge) * 1000
        let kept = batch[..<count].firstIndex { $0.arrival.milliseconds >= oldest } ?? count
        plan.discard(before: kept) { ids.uuid() }
      }
      let next: BatchPlan.Next
      if let piece = plan.next {
        let source = InvocationSource(
          arn: mapping.source, shard: shard, sequenceNumbers: Array(numbers[piece.records]))
        let result = await service.invoke(
          mapping.function, event.event(piece.records), requestID: piece.requestID, source: source)
        let outcome = outcome(of: result, numbers[piece.records])
        next = plan.take(outcome) { ids.uuid() }
        await told(outcome == .succeeded)
      } else {
        next = .done
      }
      let settled = next == .done ? count : plan.settled ?? count
      if settled > committed {
        try await commit(numbers[settled - 1], isDone: false)
        committed = settled
      }
      switch next {
      case .done: return count
      case .send: if Task.isCancelled { throw CancellationError() }
      case .retry(let failures):
        try await setting.workers.sleep(milliseconds: BatchPlan.backoff(afterFailures: failures))
      }
    }
  }

  private func outcome(of result: InvocationResult, _ numbers: ArraySlice<String>) -> BatchPlan.Outcome {
    switch result {
    case .refused: .refused
    case .answered(_, .some, _): .failed
    case .answered(let payload, nil, _):
      mapping.reportsItemFailures ? BatchItemFailures.outcome(of: payload, numbers) : .succeeded
    }
  }

  // MARK: Progress

  private func commit(_ sequenceNumber: String?, isDone: Bool) async throws(CancellationError) {
    let (id, shard, service) = (mapping.id, shard, service)
    while true {
      let isCommitted = await setting.cloud.step { () throws(AWSError) -> Bool in
        // A deleted mapping must leave nothing behind.
        guard service.store.mappings[id] != nil else { return true }
        try service.store.setCheckpoint(
          LambdaStore.Checkpoint(sequenceNumber: sequenceNumber, isDone: isDone), of: id, shard: shard)
        return true
      }
      if isCommitted != nil { return }
      try await setting.workers.sleep(milliseconds: ShardReader.retryDelay)
    }
  }

  /// `LastProcessingResult`; written only when it changes.
  private func told(_ succeeded: Bool) async {
    let (id, service) = (mapping.id, service)
    let text = succeeded ? "OK" : "PROBLEM: Function call failed"
    let loop = setting.cloud.loop
    let isNew: Bool = await withCheckedContinuation { continuation in
      loop.post {
        continuation.resume(returning: service.store.mappings[id].map { $0.lastProcessingResult != text } ?? false)
      }
    }
    if !isNew { return }
    _ = await setting.cloud.step { () throws(AWSError) in
      guard var present = service.store.mappings[id] else { return }
      present.lastProcessingResult = text
      try service.store.put(present)
    }
  }

  private func now() async -> Int64 {
    let setting = setting
    return await withCheckedContinuation { continuation in
      setting.cloud.loop.post { continuation.resume(returning: setting.clock.milliseconds) }
    }
  }

  private func wake(_ signal: Signal, at time: Int64) async {
    let setting = setting
    setting.cloud.loop.post { setting.workers.at(milliseconds: time) { signal.raise() } }
  }
}
