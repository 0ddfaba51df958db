import Protocols
import Runtime

/// Bringing batches to the function: retries, bisecting, partial failures, what is given up, windows.
extension LaneReader {
  /// Brings the first records, as many as make one event, to the function; returns when they are done with and
  /// committed, and says how many they were.
  func deliver(_ records: ArraySlice<SourceRecord>, _ window: OpenWindow?) async throws(Stop) -> Int {
    let form = EventForm(shard: shard.id, source: mapping.source, region: region, role: await role())
    let encoded = form.fitting(records, reserving: window.map { $0.state.count + 400 } ?? 0)
    let count = encoded.count
    let batch = Batch(records: Array(records.prefix(count)), encoded: encoded, form: form)
    var plan = BatchPlan(
      count: count, maximumRetries: mapping.maximumRetries, bisects: mapping.bisects, requestID: ids.uuid())
    var window = window
    var settled = 0
    var error: String?
    while true {
      let oldest = await oldestAllowed()
      if let oldest {
        plan.discard(before: batch.records.firstIndex { $0.arrival.milliseconds >= oldest } ?? count) { ids.uuid() }
      }
      var next = BatchPlan.Next.done
      var succeeded: Bool?
      var isOver = false
      if let piece = plan.next {
        let view = window.map { WindowView($0, length: mapping.tumblingWindow) }
        let result = await invoke(form.event(encoded[piece.records], view), piece.requestID, batch, piece.records)
        var outcome = outcome(of: result, batch.numbers[piece.records])
        if case .answered(let payload, nil, _) = result, outcome != .failed, let open = window {
          if let state = OpenWindow.state(in: payload) {
            window?.state = state
            isOver = state.count > OpenWindow.stateLimit
          } else if outcome == .succeeded {
            outcome = .failed
          } else {
            window = open
          }
        }
        if case .answered(_, let functionError, _) = result { error = functionError }
        succeeded = outcome == .succeeded
        next = plan.take(outcome) { ids.uuid() }
      }
      for lost in plan.takeGivenUp() {
        try await tellDestination(of: lost, batch, error, window.map { WindowView($0, length: mapping.tumblingWindow) })
      }
      let now = next == .done ? count : plan.settled ?? count
      if now > settled, let number = settledNumber(now) {
        try await commit(ShardPosition(sequenceNumber: number, window: window), succeeded: succeeded)
        settled = now
      } else if let succeeded {
        await tell(succeeded)
      }
      if isOver, let open = window {
        try await close(open, isEarly: true)
        window = OpenWindow(start: open.start, state: OpenWindow.empty)
      }
      switch next {
      case .done: return count
      case .send: try checkCancelled()
      case .retry(let failures): try await sleep(BatchPlan.backoff(afterFailures: failures))
      }
    }
  }

  /// What one event is made of.
  struct Batch {
    let records: [SourceRecord]
    let encoded: [[UInt8]]
    let form: EventForm
    var numbers: [String] { records.map(\.sequenceNumber) }
  }

  /// Milliseconds: records that arrived before are given up. nil: none is too old.
  private func oldestAllowed() async -> Int64? {
    mapping.maximumRecordAge < 0 ? nil : await now() - Int64(mapping.maximumRecordAge) * 1000
  }

  private func invoke(
    _ payload: [UInt8], _ requestID: String, _ batch: Batch?, _ records: Range<Int>
  ) async -> InvocationResult {
    let numbers = batch.map { $0.records[records].map(\.sequenceNumber) } ?? []
    return await service.invoke(
      mapping.function, qualifier: mapping.qualifier, payload, requestID: requestID,
      source: InvocationSource(arn: source.streamARN, shard: shard.id, sequenceNumbers: numbers))
  }

  private func outcome(of result: InvocationResult, _ numbers: ArraySlice<String>) -> BatchPlan.Outcome {
    switch result {
    case .refused: .refused
    case .answered(_, .some, _): .failed
    case .answered(let payload, nil, _):
      mapping.reportsItemFailures ? BatchItemFailures.outcome(of: payload, numbers) : .succeeded
    }
  }

  // MARK: Windows

  /// The last event of a window: no records, the state for the last time. What it answers is not used; while it fails the
  /// lane is held back, as with a batch. Commits that the window is closed.
  func close(_ window: OpenWindow, isEarly: Bool) async throws(Stop) {
    var view = WindowView(window, length: mapping.tumblingWindow)
    view.isFinal = true
    view.isEarly = isEarly
    let form = EventForm(shard: shard.id, source: mapping.source, region: region, role: await role())
    let payload = form.event([], view)
    var plan = BatchPlan(count: 1, maximumRetries: mapping.maximumRetries, bisects: false, requestID: ids.uuid())
    while let piece = plan.next {
      try checkCancelled()
      let result = await invoke(payload, piece.requestID, nil, 0..<0)
      var outcome = BatchPlan.Outcome.refused
      var error: String?
      if case .answered(_, let functionError, _) = result {
        outcome = functionError == nil ? .succeeded : .failed
        error = functionError
      }
      let next = plan.take(outcome) { ids.uuid() }
      for lost in plan.takeGivenUp() {
        try await tellDestination(of: lost, nil, error, view)
      }
      if outcome != .succeeded { await tell(false) }
      if case .retry(let failures) = next { try await sleep(BatchPlan.backoff(afterFailures: failures)) }
    }
    try await commit(ShardPosition(sequenceNumber: position.sequenceNumber), succeeded: nil)
  }

  // MARK: What is given up

  /// `batch` nil: the final event of a window.
  private func tellDestination(
    of lost: BatchPlan.GivenUp, _ batch: Batch?, _ error: String?, _ window: WindowView?
  ) async throws(Stop) {
    guard let text = mapping.failureDestination, let destination = try? FailureDestination(text) else { return }
    let time = Timestamp(milliseconds: await now())
    let part = batch.map { $0.records[lost.piece.records] } ?? []
    var record = FailureRecord(
      requestID: lost.piece.requestID, functionARN: mapping.functionARN, cause: lost.cause,
      invokeCount: lost.piece.failures, functionError: error, executedVersion: mapping.qualifier ?? "$LATEST",
      time: time,
      batchKind: source.hasTimes ? "KinesisBatchInfo" : "DDBStreamBatchInfo", shard: shard.id,
      streamARN: source.streamARN,
      window: window)
    if let first = part.first, let last = part.last { record.batch = (first, last, part.count) }
    if destination.wantsPayload {
      let form = EventForm(shard: shard.id, source: mapping.source, region: region, role: await role())
      record.payload = (batch?.form ?? form).event(batch?.encoded[lost.piece.records] ?? [], window)
    }
    do throws(CancellationError) {
      try await destination.deliver(record, of: mapping, objectID: ids.uuid(), setting)
    } catch {
      throw Stop.cancelled
    }
  }
}

extension OpenWindow {
  /// AWS's limit of a state in bytes.
  static let stateLimit = 1 << 20
  static let empty = Array("{}".utf8)

  /// The state in a handler's answer; nil when there is none.
  static func state(in payload: [UInt8]) -> [UInt8]? {
    guard let answer = try? JSONValue.parse(payload), let state = answer["state"], !state.isNull else { return nil }
    return state.bytes
  }
}
