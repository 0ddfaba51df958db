import Protocols
import Runtime
import Storage

/// Takes the body of an upload as it comes. A small one is kept in memory and hashed at its end, on the Loop; a larger one
/// passes through rooms, one of them being filled while the one before is hashed and written (`SpoolWork`). While that is
/// behind, the socket is not read: no body has more than two rooms.
///
/// `@unchecked Sendable`: everything is touched on the Loop only; the `SpoolWork` belongs to the one piece that is worked on.
final class BodySpool: BodyReceiver, @unchecked Sendable {
  /// What came of the body.
  struct Result: Sendable {
    enum Content: Sendable {
      case bytes([UInt8])
      case file(BlobWriter)
    }
    var digest: BodyDigest.Result
    var content: Content
  }

  var onReady: (() -> Void)?
  var onDone: ((AWSError?) -> Void)?
  /// Set when `onDone` is told no error.
  private(set) var result: Result?
  /// What the operation found out before the body came.
  var plan: (any Sendable)?

  private let loop: any Loop
  private let line: HashingLine
  private let memoryLimit: Int
  private let expectation: BodyExpectation
  private let algorithms: [ChecksumAlgorithm]
  private let signed: SignedBody
  private let key: CustomerKey?
  /// Made when the body turns out not to be a small plain one, which needs none.
  private lazy var work = SpoolWork(expectation, algorithms, signed, key, line.blobs)

  /// A body that is small as far as it came.
  private var small: [UInt8] = []
  private var isSmall: Bool
  /// Where the body goes on.
  private var room: SpoolRoom?
  /// A full one, until the one before it is done; two where the transport had more at hand than fits.
  private var full: [SpoolRoom] = []
  private var isWorking = false
  private var hasEnded = false
  private var isCancelled = false
  private var isHeldUp = false

  /// A body up to here is never on another thread.
  static let inMemory = 64 << 10
  /// What the framing of one may take.
  private static let framing = 4 << 10

  /// `memoryLimit`: larger bodies become files; 0 for parts, which are always files.
  init(
    _ expectation: BodyExpectation, _ algorithms: [ChecksumAlgorithm], signed: SignedBody, key: CustomerKey?,
    memoryLimit: Int, line: HashingLine, loop: any Loop
  ) {
    self.loop = loop
    self.line = line
    // What a customer's key encrypts is always in a file.
    self.memoryLimit = key == nil ? memoryLimit : 0
    self.expectation = expectation
    self.algorithms = algorithms
    self.signed = signed
    self.key = key
    let expected = expectation.length ?? 0
    isSmall = self.memoryLimit > 0 && expected <= BodySpool.inMemory
    if isSmall { small.reserveCapacity(expected + (expectation.isChunked ? 1024 : 0)) }
  }

  // MARK: What comes

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isCancelled { return true }
    if !isSmall { return fill(bytes) }
    small.append(contentsOf: bytes)
    if small.count <= BodySpool.inMemory + BodySpool.framing { return true }
    isSmall = false
    let all = small
    small = []
    return all.withUnsafeBytes { fill($0) }
  }

  private func fill(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    var goesOn = true
    while !rest.isEmpty, let space = space() {
      let count = min(space.count, rest.count)
      space.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
      goesOn = filled(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return goesOn
  }

  func space() -> UnsafeMutableRawBufferPointer? {
    if isSmall || isCancelled { return nil }
    let room = room ?? line.rooms.take()
    self.room = room
    return room.free
  }

  func filled(_ count: Int) -> Bool {
    guard let room else { return true }
    room.count += count
    if room.free.isEmpty {
      full.append(room)
      self.room = nil
      goOn()
    }
    isHeldUp = !full.isEmpty
    return !isHeldUp
  }

  func end() {
    hasEnded = true
    if !isSmall {
      goOn()
      return
    }
    if small.count <= memoryLimit, !expectation.isChunked, case .anything = signed {
      finish(whole(small))
      return
    }
    work.take(small)
    small = []
    if work.size <= memoryLimit { finish(work.finish()) } else { goOn() }
  }

  /// Of a small body that is the object as it lies here.
  private func whole(_ bytes: [UInt8]) -> Swift.Result<Result, AWSError> {
    var all = algorithms
    if let algorithm = expectation.algorithm, !all.contains(algorithm) { all.append(algorithm) }
    let found = BodyDigest.of(bytes, all)
    do throws(AWSError) { try expectation.check(found, trailers: []) } catch { return .failure(error) }
    return .success(Result(digest: found, content: .bytes(bytes)))
  }

  func cancel() {
    isCancelled = true
    small = []
    giveBackAll()
    onDone = nil
    onReady = nil
  }

  private func giveBackAll() {
    for each in full { line.rooms.giveBack(each) }
    if let room { line.rooms.giveBack(room) }
    full = []
    room = nil
  }

  // MARK: What is done with it

  /// Hands the next full room on, and at the end of the body what there is of the last, unless one is on its way.
  private func goOn() {
    if isWorking || isCancelled { return }
    var next: SpoolRoom?
    if !full.isEmpty {
      next = full.removeFirst()
    } else if hasEnded {
      next = room
      room = nil
    } else {
      return
    }
    isWorking = true
    let isLast = hasEnded && full.isEmpty && room == nil
    line.submit(
      HashingLine.Piece(work: work, room: next, isLast: isLast) { [self] outcome in
        loop.post { [self] in worked(outcome) }
      })
  }

  private func worked(_ outcome: Swift.Result<Result, AWSError>?) {
    isWorking = false
    if let outcome {
      finish(outcome)
      return
    }
    goOn()
    if isHeldUp, full.isEmpty {
      isHeldUp = false
      onReady?()
    }
  }

  private func finish(_ outcome: Swift.Result<Result, AWSError>) {
    let done = onDone
    onDone = nil
    onReady = nil
    switch outcome {
    case .success(let result):
      self.result = result
      done?(nil)
    case .failure(let error): done?(error)
    }
  }
}
