import Protocols
import Runtime
import Storage

/// Takes the body of an upload as it comes: decodes `aws-chunked`, hashes, and keeps it, small ones in memory, larger ones
/// in a file. What is large is hashed and written on the blobs' threads, a piece at a time; while they are behind, the
/// socket is not read.
///
/// `@unchecked Sendable`: everything is touched on the Loop only; the `Work` belongs to the one job that runs.
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

  private let loop: any Loop
  private let blobs: BlobStore
  private let memoryLimit: Int
  private let expectation: BodyExpectation
  private let algorithms: [ChecksumAlgorithm]
  private let signed: SignedBody
  private let key: CustomerKey?
  /// Made when the body turns out not to be a small plain one, which needs none.
  private lazy var work = Work(expectation, algorithms, signed, key, blobs)
  /// What the operation found out before the body came.
  var plan: (any Sendable)?
  /// What came and is with nobody yet.
  private var buffer: [UInt8] = []
  private var isWorking = false
  private var hasSpilled = false
  private var hasEnded = false
  private var isCancelled = false
  private var isHeldUp = false

  /// A body that comes in one piece up to here is never on another thread.
  static let inMemory = 64 << 10
  /// What goes to a thread at once, and what may wait meanwhile.
  private static let piece = 256 << 10
  private static let backlog = 1 << 20

  /// `memoryLimit`: larger bodies become files; 0 for parts, which are always files.
  init(
    _ expectation: BodyExpectation, _ algorithms: [ChecksumAlgorithm], signed: SignedBody, key: CustomerKey?,
    memoryLimit: Int, blobs: BlobStore, loop: any Loop
  ) {
    self.loop = loop
    self.blobs = blobs
    // What a customer's key encrypts is always in a file.
    self.memoryLimit = key == nil ? memoryLimit : 0
    self.expectation = expectation
    self.algorithms = algorithms
    self.signed = signed
    self.key = key
    let expected = expectation.length ?? 0
    buffer.reserveCapacity(min(expected + (expectation.isChunked ? 1024 : 0), BodySpool.piece + (64 << 10)))
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isCancelled { return true }
    buffer.append(contentsOf: bytes)
    if buffer.count >= BodySpool.piece { spill() }
    isHeldUp = buffer.count >= BodySpool.backlog
    return !isHeldUp
  }

  func end() {
    hasEnded = true
    if hasSpilled {
      spill()
      return
    }
    if buffer.count <= memoryLimit, !expectation.isChunked, case .anything = signed {
      finish(whole(buffer))
      return
    }
    // All of it is here: nothing is gained by another thread unless a file has to be written.
    if buffer.count <= BodySpool.inMemory + 4096 {
      work.keepsInMemory = true
      work.take(buffer)
      buffer = []
      if work.size <= memoryLimit {
        finish(work.finish())
        return
      }
    }
    spill()
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
    buffer = []
    onDone = nil
    onReady = nil
  }

  /// Hands what is there to a thread, unless one is at it.
  private func spill() {
    hasSpilled = true
    if isWorking || isCancelled { return }
    isWorking = true
    let piece = buffer
    let ends = hasEnded
    buffer = []
    if !ends { buffer.reserveCapacity(BodySpool.piece + (64 << 10)) }
    let work = work
    blobs.threads.submit { [self] in
      work.write(piece)
      let outcome = ends ? work.finish() : nil
      loop.post { [self] in
        isWorking = false
        if let outcome {
          finish(outcome)
          return
        }
        if hasEnded || buffer.count >= BodySpool.piece { spill() }
        if isHeldUp, buffer.count < BodySpool.backlog {
          isHeldUp = false
          onReady?()
        }
      }
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

  /// The part that works on the bytes.
  ///
  /// `@unchecked Sendable`: it is on one thread at a time.
  private final class Work: @unchecked Sendable {
    private let expectation: BodyExpectation
    private let blobs: BlobStore
    private var digest: BodyDigest
    private var chunked = ChunkedBody()
    /// Of a body whose chunks are signed, beside `chunked`; or the hash of one that is signed as a whole.
    private var signedChunks: AWSChunkedDecoder?
    private var signedHash: (due: String, digest: Digest)?
    private var kept: [UInt8] = []
    private var file: BlobWriter?
    private let key: CustomerKey?
    private var cipher: AESCounter?
    private var error: AWSError?
    var keepsInMemory = false
    var size: Int { digest.size }

    init(
      _ expectation: BodyExpectation, _ algorithms: [ChecksumAlgorithm], _ signed: SignedBody, _ key: CustomerKey?,
      _ blobs: BlobStore
    ) {
      self.key = key
      switch signed {
      case .chunks(let signatures): signedChunks = AWSChunkedDecoder(signatures)
      case .hash(let due): signedHash = (due, Digest(.sha256))
      case .anything, .signature: break
      }
      self.expectation = expectation
      self.blobs = blobs
      var all = algorithms
      if let algorithm = expectation.algorithm, !all.contains(algorithm) { all.append(algorithm) }
      digest = BodyDigest(all)
    }

    /// Of a small body, on the Loop.
    func take(_ bytes: [UInt8]) {
      checkSignature(of: bytes)
      if !expectation.isChunked {
        kept = bytes
        bytes.withUnsafeBytes { digest.update($0) }
      } else {
        decode(bytes)
      }
    }

    private func checkSignature(of bytes: [UInt8]) {
      signedHash?.digest.update(bytes)
      guard error == nil, signedChunks != nil else { return }
      do throws(AWSChunkedDecoder.Failure) {
        try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(AWSChunkedDecoder.Failure) in
          try signedChunks?.feed(raw) { _ in }
        }
      } catch { self.error = .signedBody(.chunks(error)) }
    }

    /// On a thread. What was kept in memory goes into the file first.
    func write(_ bytes: [UInt8]) {
      if error != nil { return }
      if file == nil {
        do throws(IOError) {
          let file = try blobs.create()
          self.file = file
          cipher = key?.cipher(ofFile: file.id, at: 0)
          try kept.withBytes { (raw: UnsafeRawBufferPointer) throws(IOError) in try keep(raw) }
        } catch {
          self.error = .internal("\(error)")
          return
        }
        kept = []
        keepsInMemory = false
      }
      if bytes.isEmpty { return }
      checkSignature(of: bytes)
      if expectation.isChunked {
        decode(bytes)
      } else {
        bytes.withUnsafeBytes { pass($0) }
      }
    }

    private func decode(_ bytes: [UInt8]) {
      let good = bytes.withUnsafeBytes { raw in chunked.decode(raw) { pass($0) } }
      if !good, error == nil { error = .incompleteBody() }
    }

    private func pass(_ bytes: UnsafeRawBufferPointer) {
      digest.update(bytes)
      if let length = expectation.length, digest.size > length {
        if error == nil { error = .incompleteBody() }
        return
      }
      if keepsInMemory {
        kept.append(contentsOf: bytes)
        return
      }
      if error != nil { return }
      do throws(IOError) { try keep(bytes) } catch { self.error = .internal("\(error)") }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) throws(IOError) {
      guard let cipher else {
        try file?.write(bytes)
        return
      }
      var secret = Array(bytes)
      secret.withUnsafeMutableBytes { cipher.apply($0) }
      try secret.withBytes { (raw: UnsafeRawBufferPointer) throws(IOError) in try file?.write(raw) }
    }

    func finish() -> Swift.Result<Result, AWSError> {
      if let error { return .failure(error) }
      if expectation.isChunked, !chunked.isComplete { return .failure(.incompleteBody()) }
      if let signedChunks, !signedChunks.isComplete { return .failure(.incompleteBody()) }
      if let (due, digest) = signedHash {
        let hash = Hex.encode(digest.finish())
        if hash != due { return .failure(.signedBody(.hash(signed: due, found: hash))) }
      }
      let found = digest.finish()
      do throws(AWSError) { try expectation.check(found, trailers: chunked.trailers) } catch { return .failure(error) }
      guard let file else { return .success(Result(digest: found, content: .bytes(kept))) }
      do throws(IOError) { try file.finish() } catch { return .failure(.internal("\(error)")) }
      return .success(Result(digest: found, content: .file(file)))
    }
  }
}
