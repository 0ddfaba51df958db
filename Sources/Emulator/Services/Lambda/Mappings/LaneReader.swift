import Protocols
import Runtime

/// Reads one lane of a shard (without ParallelizationFactor a shard has one) and brings its records to the function in
/// order. The lane is held back while a batch fails; other lanes and shards are not. Its position is committed after each
/// batch, so a restart goes on there: at least once, never a gap.
///
/// `@unchecked Sendable`: its variables are touched by its own task only.
final class LaneReader: @unchecked Sendable {
  let mapping: EventSourceMapping
  let source: any EventSource
  let shard: StreamPortDescription.Shard
  let lane: Int
  let service: LambdaService
  let setting: ServiceSetting
  private let filter: RecordFilter

  /// What is committed.
  var position: ShardPosition
  /// Read and wanted, not yet delivered; oldest first.
  private var queue: [SourceRecord] = []
  private var queuedBytes = 0
  /// Where the next page begins.
  private var readPosition: StreamPosition
  private var iterator: String?
  private var isAtEnd = false
  /// The last record read, wanted or not.
  private var lastRead: String?
  /// Records that were filtered out since the last commit, and those of other lanes.
  private var filteredOut = 0
  private var ofOtherLanes = 0
  /// Until when the batch may fill, where a batching window is set and a record waits.
  private var fillUntil: Int64?
  var ids = IDs()

  enum Ending: Sendable {
    /// The shard is closed and everything in it was dealt with.
    case finished
    /// The stream or shard is gone.
    case lost
    case cancelled
  }

  static let retryDelay: Int64 = 1000
  /// Records passed over that are worth a commit of their own.
  private static let passedOverLimit = 1000

  init(
    _ mapping: EventSourceMapping, _ source: any EventSource, _ shard: StreamPortDescription.Shard, lane: Int,
    from position: ShardPosition, _ filter: RecordFilter, _ service: LambdaService, _ setting: ServiceSetting
  ) {
    self.mapping = mapping
    self.source = source
    self.shard = shard
    self.lane = lane
    self.position = position
    self.filter = filter
    self.service = service
    self.setting = setting
    readPosition =
      position.sequenceNumber.map { .after(sequenceNumber: $0) } ?? LaneReader.start(of: mapping, in: source)
    lastRead = position.sequenceNumber
  }

  /// Where a mapping without a position begins. LATEST is the time at which the mapping was made, so that nothing that was
  /// put after CreateEventSourceMapping was answered is missed, a restart included.
  private static func start(of mapping: EventSourceMapping, in source: any EventSource) -> StreamPosition {
    guard source.hasTimes else { return .trimHorizon }
    switch mapping.startingPosition {
    case "LATEST": return .timestamp(mapping.created)
    case "AT_TIMESTAMP": return .timestamp(mapping.startingTimestamp ?? mapping.created)
    default: return .trimHorizon
    }
  }

  func run() async -> Ending {
    let signal = Signal()
    let following = await source.follow(signal)
    defer { withExtendedLifetime(following) {} }
    do throws(Stop) {
      try await read(signal)
      return .finished
    } catch {
      // A pause goes on behind what was passed over.
      if error == .cancelled, queue.isEmpty { try? await commitRead() }
      return error == .cancelled ? .cancelled : .lost
    }
  }

  enum Stop: Error {
    case cancelled, lost
  }

  private func read(_ signal: Signal) async throws(Stop) {
    while true {
      try checkCancelled()
      while !isFull, !isAtEnd { if try await !readPage() { break } }
      if queue.isEmpty {
        if isAtEnd { return try await finish() }
        // What other lanes take is committed now and then only: each of theirs would be a commit of every lane.
        if filteredOut > 0 { try await commitRead() }
        try await wait(signal)
        continue
      }
      let (window, count) = try await openWindow()
      if count == queue.count, !isFull, !isAtEnd, try await fills(signal) { continue }
      fillUntil = nil
      let sent = try await deliver(queue[..<min(count, mapping.batchSize)], window)
      queuedBytes -= queue[..<sent].reduce(0) { $0 + $1.size }
      queue.removeFirst(sent)
    }
  }

  private var isFull: Bool { queue.count >= mapping.batchSize || queuedBytes >= EventForm.limit }

  // MARK: Reading

  /// Whether the page had anything in it.
  private func readPage() async throws(Stop) -> Bool {
    let page: SourcePage
    do throws(AWSError) {
      let present: String
      if let iterator { present = iterator } else { present = try await self.newIterator() }
      page = try await source.page(present, of: shard, limit: max(100, mapping.batchSize - queue.count))
    } catch {
      iterator = nil
      // An iterator lives for five minutes; the position it stood at is known.
      if error.code != "ExpiredIteratorException" { try await sleep(LaneReader.retryDelay) }
      if error.code == "ResourceNotFoundException" { throw Stop.lost }
      return true
    }
    iterator = page.nextIterator
    isAtEnd = page.nextIterator == nil
    guard let last = page.lastRead else { return false }
    readPosition = .after(sequenceNumber: last)
    lastRead = last
    let form = EventForm(
      shard: shard.id, source: mapping.source, region: region, role: filter.isEmpty ? "" : await role())
    for record in page.records {
      if mapping.parallelizationFactor > 1, record.lane(of: mapping.parallelizationFactor) != lane {
        ofOtherLanes += 1
      } else if isWanted(record, form) {
        queue.append(record)
        queuedBytes += record.size
      } else {
        filteredOut += 1
      }
    }
    if queue.isEmpty, filteredOut + ofOtherLanes >= LaneReader.passedOverLimit { try await commitRead() }
    return true
  }

  private func isWanted(_ record: SourceRecord, _ form: EventForm) -> Bool {
    if !source.hasTimes, mapping.startingPosition == "LATEST", record.arrival < mapping.created { return false }
    return filter.wants(record, form)
  }

  /// A position that the stream does not know belongs to an older stream of the same name, and one that was trimmed to a
  /// mapping that stood still for too long: what there is is read from its beginning.
  private func newIterator() async throws(AWSError) -> String {
    do throws(AWSError) {
      return try await source.iterator(of: shard, at: readPosition)
    } catch {
      guard ["InvalidArgumentException", "TrimmedDataAccessException", "ValidationException"].contains(error.code),
        case .after = readPosition
      else { throw error }
      readPosition = .trimHorizon
      return try await source.iterator(of: shard, at: readPosition)
    }
  }

  /// Whether the batch is left to fill: waits for more records or the end of the batching window.
  private func fills(_ signal: Signal) async throws(Stop) -> Bool {
    if mapping.batchWindow == 0 { return false }
    let now = await now()
    let end = fillUntil ?? now + mapping.windowMilliseconds
    if now >= end { return false }
    fillUntil = end
    let timer = await setTimer(signal, at: end)
    defer { cancelTimer(timer) }
    try await wait(signal)
    return true
  }

  // MARK: Tumbling windows

  /// The window that the first record lies in, opened where it is not open yet, and how many records of the queue do. A
  /// window closes when a record of a later one has come, as on AWS.
  private func openWindow() async throws(Stop) -> (OpenWindow?, Int) {
    guard mapping.tumblingWindow > 0, let first = queue.first else { return (nil, queue.count) }
    if let window = position.window, startOfWindow(first) > window.start {
      try await close(window, isEarly: false)
    }
    let window = position.window ?? OpenWindow(start: startOfWindow(first), state: OpenWindow.empty)
    return (window, queue.firstIndex { startOfWindow($0) > window.start } ?? queue.count)
  }

  private func startOfWindow(_ record: SourceRecord) -> Timestamp {
    let length = Int64(mapping.tumblingWindow) * 1000
    let time = record.arrival.milliseconds
    return Timestamp(milliseconds: time - time % length)
  }

  /// The shard's end closes its window too: its children begin with windows of their own.
  private func finish() async throws(Stop) {
    if let window = position.window { try await close(window, isEarly: false) }
    try await commit(ShardPosition(sequenceNumber: lastRead, isDone: true), succeeded: nil)
  }

  // MARK: Steps

  /// Commits that everything that was read is dealt with.
  private func commitRead() async throws(Stop) {
    guard lastRead != position.sequenceNumber else { return }
    try await commit(ShardPosition(sequenceNumber: lastRead, window: position.window), succeeded: nil)
  }

  /// The sequence number behind which nothing is missing once the first `count` records of the queue are done with; nil
  /// when there is none: members of one aggregate share theirs, and it counts when the last of them is done.
  func settledNumber(_ count: Int) -> String? {
    if count == queue.count { return lastRead }
    let next = queue[count].sequenceNumber
    return queue[..<count].last { $0.sequenceNumber != next }?.sequenceNumber
  }

  /// Commits the position, and with it how the last invocation went where that is to be told.
  func commit(_ new: ShardPosition, succeeded: Bool?) async throws(Stop) {
    let (mapping, shard, lane, service) = (mapping, shard.id, lane, service)
    while true {
      let isCommitted = await setting.cloud.step { () throws(AWSError) -> Bool in
        // A deleted mapping must leave nothing behind.
        guard var present = service.mappingStore.mappings[mapping.id] else { return true }
        try service.mappingStore.setPosition(
          new, of: mapping.id, shard: shard, lane: lane, lanes: mapping.parallelizationFactor)
        if let succeeded, present.tell(succeeded) { try service.mappingStore.put(present) }
        return true
      }
      if isCommitted != nil {
        position = new
        filteredOut = 0
        ofOtherLanes = 0
        return
      }
      try await sleep(LaneReader.retryDelay)
    }
  }

  /// `LastProcessingResult` without a new position; written only when it changes.
  func tell(_ succeeded: Bool) async {
    let (id, service) = (mapping.id, service)
    let isNew = await onLoop {
      service.mappingStore.mappings[id].map {
        var copy = $0
        return copy.tell(succeeded)
      } ?? false
    }
    if !isNew { return }
    _ = await setting.cloud.step { () throws(AWSError) in
      guard var present = service.mappingStore.mappings[id], present.tell(succeeded) else { return }
      try service.mappingStore.put(present)
    }
  }

  var region: String { ARN(mapping.source)?.region ?? mapping.function.region }

  func role() async -> String {
    let (service, key) = (service, mapping.function)
    return await onLoop { service.store.function(key)?.role ?? "" }
  }

  func now() async -> Int64 {
    let setting = setting
    return await onLoop { setting.clock.milliseconds }
  }

  private func onLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    let loop = setting.cloud.loop
    return await withCheckedContinuation { continuation in loop.post { continuation.resume(returning: body()) } }
  }

  private func setTimer(_ signal: Signal, at time: Int64) async -> Int {
    let workers = setting.workers
    return await onLoop { workers.at(milliseconds: time) { signal.raise() } }
  }

  private func cancelTimer(_ timer: Int) {
    let workers = setting.workers
    setting.cloud.loop.post { workers.cancelTimer(timer) }
  }

  func sleep(_ milliseconds: Int64) async throws(Stop) {
    do throws(CancellationError) { try await setting.workers.sleep(milliseconds: milliseconds) } catch {
      throw Stop.cancelled
    }
  }

  private func wait(_ signal: Signal) async throws(Stop) {
    do throws(CancellationError) { try await signal.wait() } catch { throw Stop.cancelled }
  }

  func checkCancelled() throws(Stop) { if Task.isCancelled { throw Stop.cancelled } }
}

extension EventSourceMapping {
  /// Whether that is new.
  mutating func tell(_ succeeded: Bool) -> Bool {
    let text = succeeded ? "OK" : "PROBLEM: Function call failed"
    if lastProcessingResult == text { return false }
    lastProcessingResult = text
    return true
  }
}
