import Protocols
import Runtime
import Storage

/// Reads an object through a statement and pushes what comes of it, a piece at a time: the pieces are read and worked on on
/// the blobs' threads, the events leave on the Loop, and no piece is read before the last one has left.
///
/// `@unchecked Sendable`: `work` belongs to the one job that runs; everything else is touched on the Loop only.
final class SelectDelivery: @unchecked Sendable {
  private let body: EventStreamBody
  private let blobs: BlobStore
  private let loop: any Loop
  private let hold: BodyHold?
  private let tellsProgress: Bool
  private let work: Work
  private let ready = Signal()
  private var isClosed = false

  /// Of what goes to a thread at once, and of one event.
  private static let piece = 256 << 10
  /// The same of what is packed: it may unpack to a thousand times as much.
  private static let packedPiece = 16 << 10
  private static let event = 128 << 10

  /// Loop only.
  init(_ plan: SelectPlan, _ content: ObjectContent, _ body: EventStreamBody, _ service: S3Service, hold: BodyHold?) {
    self.body = body
    blobs = service.blobs
    loop = service.loop
    self.hold = hold
    tellsProgress = plan.tellsProgress
    work = Work(plan, content)
    body.onReady = { [ready] in ready.raise() }
    body.onClosed = { [weak self] in
      self?.isClosed = true
      self?.ready.raise()
    }
  }

  func run() async {
    while true {
      let step = await blobs.threads.run { [work, blobs] in work.step(blobs) }
      let goesOn = await onLoop { [self] in send(step) }
      if !goesOn { break }
      if await onLoop({ [self] in isFull }) {
        do { try await ready.wait() } catch { break }
      }
    }
    await onLoop { [self] in hold?.end() }
  }

  private var isFull = false

  private func onLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in loop.post { continuation.resume(returning: body()) } }
  }

  /// Whether there is more to do.
  private func send(_ step: Work.Step) -> Bool {
    if isClosed { return false }
    isFull = false
    var out = step.out[...]
    while !out.isEmpty {
      let next = out.prefix(SelectDelivery.event)
      out = out.dropFirst(next.count)
      let event = Values<RecordsEvent>.with { $0[RecordsEvent.payload] = Blob(Array(next)) }
      if !body.send("Records", event.structure) { isFull = true }
    }
    if let failure = step.failure {
      body.send(.error(code: failure.code, message: failure.message))
      body.finish()
      return false
    }
    if tellsProgress {
      let progress = Values<SelectProgress>.with {
        $0[SelectProgress.bytesScanned] = step.scanned
        $0[SelectProgress.bytesProcessed] = step.processed
        $0[SelectProgress.bytesReturned] = step.returned
      }
      body.send("Progress", Values<ProgressEvent>.with { $0[ProgressEvent.details] = progress }.structure)
    }
    guard step.isLast else { return true }
    let stats = Values<SelectStats>.with {
      $0[SelectStats.bytesScanned] = step.scanned
      $0[SelectStats.bytesProcessed] = step.processed
      $0[SelectStats.bytesReturned] = step.returned
    }
    body.send("Stats", Values<StatsEvent>.with { $0[StatsEvent.details] = stats }.structure)
    body.send("End", Structure(EndEvent.shape))
    body.finish()
    return false
  }

  /// The part that reads and works, on one thread at a time.
  ///
  /// `@unchecked Sendable`: one job at a time has it.
  private final class Work: @unchecked Sendable {
    struct Step: Sendable {
      var out: [UInt8] = []
      var failure: SelectError?
      var isLast = false
      /// Bytes of the object, of the same unpacked, and of the result, so far.
      var scanned = 0
      var processed = 0
      var returned = 0
    }

    private var run: SelectRun
    private let inflater: Inflater?
    private let content: ObjectContent
    private var at = 0
    private var counts = Step()

    init(_ plan: SelectPlan, _ content: ObjectContent) {
      run = plan.run
      self.content = content
      inflater = plan.isGzip ? Inflater(.gzip, limit: Int.max) : nil
    }

    func step(_ blobs: BlobStore) -> Step {
      var step = counts
      step.out = []
      do throws(SelectError) {
        var bytes: [UInt8] = []
        do throws(IOError) { bytes = try read(blobs) } catch {
          throw SelectError(code: "InternalError", message: "We encountered an internal error. Please try again.")
        }
        step.scanned += bytes.count
        at += bytes.count
        let isEnd = at >= content.size
        if let inflater {
          var plain: [UInt8] = []
          do throws(CompressionError) {
            try inflater.update(bytes, into: &plain)
            if isEnd { try inflater.finish() }
          } catch {
            throw SelectError(
              code: "InvalidCompressionFormat",
              message: "The file is not in a supported compression format. Only GZIP is supported.")
          }
          bytes = plain
        }
        step.processed += bytes.count
        step.out = try run.read(bytes)
        if isEnd || run.isDone {
          step.out += try run.finish()
          step.isLast = true
        }
        step.returned += step.out.count
      } catch { step.failure = error }
      counts = step
      counts.out = []
      return step
    }

    private var size: Int { inflater == nil ? SelectDelivery.piece : SelectDelivery.packedPiece }

    private func read(_ blobs: BlobStore) throws(IOError) -> [UInt8] {
      switch content {
      case .bytes(let bytes): return Array(bytes[at..<min(bytes.count, at + size)])
      case .files(let pieces):
        var place = at
        for piece in pieces {
          if place >= piece.length {
            place -= piece.length
            continue
          }
          let count = min(size, piece.length - place)
          var bytes = [UInt8](repeating: 0, count: count)
          let blob = try blobs.open(piece.file)
          let offset = piece.offset + place
          var failure: IOError?
          bytes.withUnsafeMutableBytes { raw in
            do throws(IOError) { try blob.read(at: offset, into: raw) } catch { failure = error }
          }
          if let failure { throw failure }
          return bytes
        }
        return []
      }
    }
  }
}
