import Protocols
import Runtime
import Storage

/// A delivery stream, as it is kept beside its rows.
///
/// `@unchecked Sendable`: workers carry it and read what never changes; everything else, the destination too, is touched on
/// the Loop only.
final class DeliveryStream: @unchecked Sendable {
  let id: Int
  let account: String
  let region: String
  let name: String
  /// Milliseconds since 1970.
  let created: Int
  let source: StreamSource?

  /// Wakes the worker that delivers.
  let deliverySignal = Signal()
  /// Wakes the worker that reads the source.
  let sourceSignal = Signal()

  /// Counts flushes: a delivery that waits for its next attempt goes on at once.
  var flushes = 0
  /// Flushes whose records are not sealed yet.
  var pendingFlushes = 0
  /// The source is to be read to its tip, and then what is buffered delivered.
  var wantsSourceFlush = false
  var isDeleted = false
  var timer: (id: Int, due: Int)?
  var workers: [Task<Void, Never>] = []
  /// Who waits for a flush to end.
  private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
  private var nextWaiter = 0

  private let hotBuffer: Hot<Buffer>
  private let hotSettings: Hot<Settings>
  private let hotHints: Hot<Hints>

  init(
    id: Int, account: String, region: String, name: String, created: Int, source: StreamSource?,
    settings: Settings, buffer: Buffer
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    self.created = created
    self.source = source
    hotSettings = Hot(settings)
    hotHints = Hot(Hints(settings.destination))
    hotBuffer = Hot(buffer)
  }

  /// What may be changed of a delivery stream.
  struct Settings: Sendable {
    var destination: S3Destination
    /// Counts the changes of the destination, from 1 on.
    var version = 1
    /// Milliseconds since 1970; nil before the first change.
    var updated: Int?
    var encryption: StreamEncryption?
  }

  /// Of the destination, what each record asks for.
  struct Hints {
    var bytes: Int
    var interval: Int
    /// Of the transforming function; nil without one.
    var call: (bytes: Int, interval: Int)?

    init(_ destination: S3Destination) {
      bytes = destination.bufferBytes
      interval = destination.bufferInterval
      call = destination.function.map { ($0.callBytes, $0.callInterval) }
    }
  }

  var settings: Settings { hotSettings.value }
  var hints: Hints { hotHints.value }
  var destination: S3Destination { settings.destination }
  var version: Int { settings.version }

  func setSettings(_ settings: Settings, in round: Round) {
    hotSettings.set(settings, in: round)
    hotHints.set(Hints(settings.destination), in: round)
  }

  var buffer: Buffer { hotBuffer.value }
  func setBuffer(_ buffer: Buffer, in round: Round) { hotBuffer.set(buffer, in: round) }

  var arn: String { "arn:aws:firehose:\(region):\(account):deliverystream/\(name)" }
  var type: String { source == nil ? "DirectPut" : "KinesisStreamAsSource" }
  /// In whose name the stream acts.
  var caller: Caller { .root(of: account) }

  /// When the open buffer's interval is over; nil without records.
  var dueAt: Int? { buffer.isEmpty ? nil : buffer.openedAt + hints.interval }

  /// When the transforming function is to be called with the records of the open buffer that it has not seen; nil without
  /// any.
  var callDueAt: Int? {
    guard let call = hints.call, buffer.hasUncalled else { return nil }
    return buffer.uncalledBytes >= call.bytes ? 0 : buffer.uncalledSince + call.interval
  }

  /// When there is something to do.
  var nextDueAt: Int? { dueAt.map { min($0, callDueAt ?? $0) } }

  /// Nothing is left to deliver of what a flush found.
  var isSettled: Bool { buffer.batches == 0 && pendingFlushes == 0 && !wantsSourceFlush }

  /// Gives what `endWaiting(of:)` takes.
  func wait(_ waiter: CheckedContinuation<Void, Never>) -> Int {
    nextWaiter += 1
    waiters[nextWaiter] = waiter
    return nextWaiter
  }

  func endWaiting(of id: Int) { waiters.removeValue(forKey: id)?.resume() }

  func endWaiting() {
    let ended = waiters.values
    waiters = [:]
    for waiter in ended { waiter.resume() }
  }

  /// Records are numbered from 1 in the order of their arrival. Those up to `sealed` belong to batches, which are being
  /// delivered; those behind are the open buffer.
  struct Buffer {
    var last = 0
    var sealed = 0
    /// Of the open buffer.
    var bytes = 0
    /// When its first record came, by the emulator's clock.
    var openedAt = 0
    /// The arrival of its oldest record.
    var oldest = 0
    /// Sealed and not delivered yet.
    var batches = 0
    /// The last record of the open buffer that the transforming function has seen.
    var called = 0
    /// Of the records behind it, which wait for their call, as `bytes` and `openedAt`.
    var uncalledBytes = 0
    var uncalledSince = 0

    var isEmpty: Bool { last == sealed }
    var hasUncalled: Bool { last > max(sealed, called) }
  }
}

/// The encryption that a delivery stream says it has. Kept and shown: nothing here is encrypted.
struct StreamEncryption: Sendable {
  var keyType: String
  var keyARN: String?
}

/// A Kinesis stream that is read from.
struct StreamSource: Sendable {
  var streamARN: String
  var roleARN: String
  /// Milliseconds since 1970; records from then on are read.
  var start: Int
}

/// Where the reading of a shard has come to, committed with what was buffered.
struct ShardPosition: Sendable {
  /// nil: nothing read yet.
  var sequenceNumber: String?
  /// Read to its end; it was closed.
  var isFinished: Bool
}

/// Records that become one object. Its names are committed before it is put, so that a second attempt overwrites.
struct RecordBatch: Sendable {
  var id: Int
  var first: Int
  var last: Int
  var objectName: String
  var errorObjectName: String
  /// Put already; its records only wait to be swept.
  var isDelivered: Bool
}

struct BufferedRecord: Sendable {
  /// Within its delivery stream.
  var number: Int
  /// Milliseconds since 1970.
  var arrival: Int
  var data: [UInt8]
  var origin: RecordOrigin?
  /// What the transforming function made of it before its batch was sealed; nil: not called yet.
  var result: (outcome: ProcessedRecord.Outcome, data: [UInt8])?
}

/// Where a record of a Kinesis source comes from.
struct RecordOrigin: Sendable {
  var shard: String
  var sequenceNumber: String
  var partitionKey: String
}
