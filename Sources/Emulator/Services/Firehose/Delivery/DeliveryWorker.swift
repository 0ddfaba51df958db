import Protocols
import Runtime
import Storage

/// Delivers the batches of one delivery stream, oldest first, each until it succeeds. Runs as a worker: what it changes it
/// commits through `Cloud.step`, so it may end anywhere and go on at the next start.
///
/// `@unchecked Sendable`: `prepared` and the times of attempts are touched by the worker's own task only.
final class DeliveryWorker: @unchecked Sendable {
  private let service: FirehoseService
  private let stream: DeliveryStream
  /// The objects of the batch at hand: a function is not called again because S3 refused.
  private var prepared: (batch: Int, objects: DeliveredObjects)?
  private var failures = 0
  /// The emulator's time of the next attempt, and the flushes seen at the last one.
  private var retryAt: Int64 = 0
  private var seenFlushes = 0

  private static let firstDelay: Int64 = 500
  private static let longestDelay: Int64 = 30_000

  init(_ service: FirehoseService, _ stream: DeliveryStream) {
    self.service = service
    self.stream = stream
  }

  private struct Turn: Sendable {
    var destination: S3Destination
    var batch: RecordBatch?
    /// Records for which it is time to be transformed before their batch is sealed.
    var uncalled: ClosedRange<Int>?
    var now: Int64
    var flushes: Int
  }

  func run() async {
    do throws(CancellationError) {
      while true { try await turn() }
    } catch {
      service.setting.cloud.loop.post { [stream] in stream.endWaiting() }
    }
  }

  private func turn() async throws(CancellationError) {
    let turn = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> Turn in
      let now = service.setting.clock.milliseconds
      if stream.isDeleted { return Turn(destination: stream.destination, batch: nil, now: now, flushes: 0) }
      if let due = stream.dueAt, due <= Int(now) { try service.store.seal(stream, &service.ids) }
      var turn = Turn(
        destination: stream.destination, batch: try service.store.oldestBatch(of: stream), now: now,
        flushes: stream.flushes)
      let buffer = stream.buffer
      if turn.batch == nil, let due = stream.callDueAt, due <= Int(now) {
        turn.uncalled = max(buffer.sealed, buffer.called) + 1...buffer.last
      }
      return turn
    }
    guard let turn else { return try await service.setting.workers.sleep(milliseconds: Self.firstDelay) }
    if let uncalled = turn.uncalled { return try await transform(uncalled, turn.destination) }
    guard let batch = turn.batch else {
      service.setting.cloud.loop.post { [stream] in if stream.isSettled { stream.endWaiting() } }
      return try await stream.deliverySignal.wait()
    }
    if turn.now < retryAt, turn.flushes == seenFlushes { return try await stream.deliverySignal.wait() }
    seenFlushes = turn.flushes
    if Task.isCancelled { throw CancellationError() }
    if await deliver(batch, to: turn.destination) {
      failures = 0
      retryAt = 0
      // A source that waited for room may go on.
      stream.sourceSignal.raise()
    } else {
      if Task.isCancelled { throw CancellationError() }
      waitForAttempt(turn.now)
    }
  }

  private func waitForAttempt(_ now: Int64) {
    failures += 1
    let due = now + min(Self.longestDelay, Self.firstDelay << Int64(min(failures - 1, 10)))
    retryAt = due
    service.setting.cloud.loop.post { [service, stream] in
      if stream.pendingFlushes == 0, !stream.wantsSourceFlush { stream.endWaiting() }
      service.setting.workers.at(milliseconds: due) { stream.deliverySignal.raise() }
    }
  }

  // MARK: Ahead of the delivery

  /// Calls the function with as many of the records as one call takes, and commits what became of them.
  private func transform(
    _ numbers: ClosedRange<Int>, _ destination: S3Destination
  ) async throws(CancellationError) {
    guard let function = destination.function else { return }
    let page = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> [BufferedRecord] in
      stream.isDeleted ? [] : try service.store.records(of: stream, numbers)
    }
    guard let page, !page.isEmpty else { return try await service.setting.workers.sleep(milliseconds: Self.firstDelay) }
    var records = page.map { ProcessedRecord($0) }
    for processor in destination.processors {
      if case .function = processor { break }
      if case .delimiter(let bytes) = processor {
        for index in records.indices { records[index].append(delimiter: bytes) }
      }
    }
    let transformation = FunctionTransformation(service, stream, function)
    let count = transformation.group(of: records[...])
    records.removeSubrange(count...)
    await transformation.apply(to: &records)
    if Task.isCancelled { throw CancellationError() }
    let done = records
    _ = await service.setting.cloud.step { [service, stream] () throws(AWSError) in
      if stream.isDeleted { return }
      try service.store.setResults(done, of: stream)
      service.store.round.afterCommit { service.watch(stream) }
    }
  }

  // MARK: One batch

  /// Whether the batch is delivered and forgotten.
  private func deliver(_ batch: RecordBatch, to destination: S3Destination) async -> Bool {
    if !batch.isDelivered {
      guard let objects = await objects(of: batch, destination) else { return false }
      guard await put(objects.body, batch.objectName, destination),
        await put(objects.failures, batch.errorObjectName, destination)
      else { return false }
      guard await remember(batch, objects) else { return false }
    }
    prepared = nil
    while true {
      let isGone = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> Bool in
        stream.isDeleted ? true : try service.store.sweep(batch, of: stream)
      }
      guard let isGone else { return false }
      if isGone { return true }
    }
  }

  private func objects(of batch: RecordBatch, _ destination: S3Destination) async -> DeliveredObjects? {
    if let prepared, prepared.batch == batch.id { return prepared.objects }
    var records: [ProcessedRecord] = []
    var next = batch.first
    while next <= batch.last {
      let numbers = next...batch.last
      let page = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> [BufferedRecord] in
        try service.store.records(of: stream, numbers)
      }
      guard let page else { return nil }
      guard let last = page.last else { break }
      for record in page { records.append(ProcessedRecord(record)) }
      next = last.number + 1
    }
    var isBehind = destination.function == nil
    for processor in destination.processors {
      switch processor {
      case .delimiter(let bytes):
        // What the function has seen has the delimiter already that stands before it.
        for index in records.indices where isBehind || !records[index].isCalled {
          records[index].append(delimiter: bytes)
        }
      case .function(let function):
        isBehind = true
        let transformation = FunctionTransformation(service, stream, function)
        await transformation.apply(to: &records)
      }
      if Task.isCancelled { return nil }
    }
    let objects = DeliveredObjects(records)
    prepared = (batch.id, objects)
    return objects
  }

  private func put(_ body: [UInt8], _ name: String, _ destination: S3Destination) async -> Bool {
    if body.isEmpty { return true }
    let bytes = destination.isCompressed ? Deflater.compress(body, .gzip) : body
    do throws(AWSError) {
      try await service.setting.ports.objects.put(
        destination.bucket, name, bytes, contentType: "application/octet-stream", as: stream.caller,
        region: stream.region)
      return true
    } catch {
      let message =
        error.code == "NoSuchBucket"
        ? "The specified S3 bucket does not exist. Create the bucket or use a different bucket that does exist."
        : error.message ?? error.code
      await DeliveryLog(service, stream).report("S3.\(error.code)", message)
      return false
    }
  }

  /// Commits that the objects are put, with the trace of the first page; the other pages follow.
  private func remember(_ batch: RecordBatch, _ objects: DeliveredObjects) async -> Bool {
    let rows = await service.setting.cloud.step { [service, stream] () throws(AWSError) -> (Int, Int, Int) in
      if stream.isDeleted { return (0, 0, 0) }
      try service.store.markDelivered(batch)
      if objects.traces.isEmpty { return (0, 0, 0) }
      let now = Int(service.setting.clock.milliseconds)
      let trace = service.trace
      return (
        try trace.add(batch.objectName, of: stream, now: now),
        objects.failures.isEmpty ? 0 : try trace.add(batch.errorObjectName, of: stream, now: now),
        objects.hasDropped ? try trace.add("", of: stream, now: now) : 0
      )
    }
    guard let rows else { return false }
    for (outcome, object) in [
      (RecordDelivery.Outcome.delivered, rows.0), (.processingFailed, rows.1), (.dropped, rows.2),
    ] where object != 0 {
      let entries = objects.traces.filter { $0.outcome == outcome }
      for start in stride(from: 0, to: entries.count, by: FirehoseStore.page) {
        let page = entries[start..<min(start + FirehoseStore.page, entries.count)]
        _ = await service.setting.cloud.step { [service] () throws(AWSError) in
          try service.trace.add(page, object: object)
        }
      }
    }
    return true
  }
}
