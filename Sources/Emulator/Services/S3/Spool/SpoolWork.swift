import Protocols
import Runtime
import Storage

/// What is done with the bytes of a body: signatures are checked, `aws-chunked` framing taken off, what is left is hashed
/// and kept. A piece goes through `open`, the hashing of `hashed`, `digest` and `write`, in this order.
///
/// `@unchecked Sendable`: it is on one thread at a time.
final class SpoolWork: @unchecked Sendable {
  private let expectation: BodyExpectation
  private let blobs: BlobStore
  private var body: BodyDigest
  private var chunked = ChunkedBody()
  /// Of a body whose chunks are signed, beside `chunked`; or the hash of one that is signed as a whole.
  private var signedChunks: AWSChunkedDecoder?
  private var signedHash: (due: String, digest: Digest)?
  /// Of a small body.
  private var kept: [UInt8] = []
  /// The data of the piece at hand.
  private var piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var file: BlobWriter?
  private let key: CustomerKey?
  private var cipher: AESCounter?
  private var error: AWSError?

  var size: Int { body.size }

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
    body = BodyDigest(all)
  }

  /// All of a small body, on the Loop.
  func take(_ bytes: [UInt8]) {
    var bytes = bytes
    let count = bytes.withUnsafeMutableBytes { raw in
      read(raw)
      body.update(UnsafeRawBufferPointer(piece))
      return piece.count
    }
    piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    bytes.removeSubrange(count...)
    kept = bytes
  }

  // MARK: A piece

  func open(_ room: SpoolRoom?) {
    if let room { read(UnsafeMutableRawBufferPointer(rebasing: room.bytes[..<room.count])) }
  }

  /// Checks the signature of what came and leaves its data at its beginning, as `piece`.
  private func read(_ bytes: UnsafeMutableRawBufferPointer) {
    piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    if error != nil { return }
    checkSignature(of: UnsafeRawBufferPointer(bytes))
    var count = bytes.count
    if expectation.isChunked {
      count = 0
      let good = chunked.decode(UnsafeRawBufferPointer(bytes)) { data in
        guard let start = bytes.baseAddress, let from = data.baseAddress else { return }
        // It never goes beyond what was read.
        if start + count != from { (start + count).copyMemory(from: from, byteCount: data.count) }
        count += data.count
      }
      if !good, error == nil { error = .incompleteBody() }
    }
    if let length = expectation.length, body.size + count > length, error == nil { error = .incompleteBody() }
    if error == nil { piece = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]) }
  }

  private func checkSignature(of bytes: UnsafeRawBufferPointer) {
    signedHash?.digest.update(bytes)
    guard signedChunks != nil else { return }
    do throws(AWSChunkedDecoder.Failure) { try signedChunks?.feed(bytes) { _ in } } catch {
      self.error = .signedBody(.chunks(error))
    }
  }

  /// The piece, for MD5.
  var hashed: (stream: MD5Stream, bytes: UnsafeRawBufferPointer)? {
    piece.isEmpty ? nil : (body.md5, UnsafeRawBufferPointer(piece))
  }

  /// Every other hash of the piece.
  func digest() { body.updateBesideMD5(UnsafeRawBufferPointer(piece)) }

  /// Into the file; what was kept in memory goes first.
  func write() {
    if error != nil { return }
    do throws(IOError) {
      if file == nil {
        let file = try blobs.create()
        self.file = file
        cipher = key?.cipher(ofFile: file.id, at: 0)
        // Without a cipher: what it encrypts is never kept.
        try kept.withBytes { (raw: UnsafeRawBufferPointer) throws(IOError) in try file.write(raw) }
        kept = []
      }
      try keep(piece)
    } catch {
      self.error = .internal("\(error)")
    }
    piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// The bytes are the cipher's to change.
  private func keep(_ bytes: UnsafeMutableRawBufferPointer) throws(IOError) {
    if bytes.isEmpty { return }
    cipher?.apply(bytes)
    try file?.write(UnsafeRawBufferPointer(bytes))
  }

  // MARK: The end

  func finish() -> Result<BodySpool.Result, AWSError> {
    if let error { return .failure(error) }
    if expectation.isChunked, !chunked.isComplete { return .failure(.incompleteBody()) }
    if let signedChunks, !signedChunks.isComplete { return .failure(.incompleteBody()) }
    if let (due, digest) = signedHash {
      let hash = Hex.encode(digest.finish())
      if hash != due { return .failure(.signedBody(.hash(signed: due, found: hash))) }
    }
    let found = body.finish()
    do throws(AWSError) { try expectation.check(found, trailers: chunked.trailers) } catch { return .failure(error) }
    guard let file else { return .success(BodySpool.Result(digest: found, content: .bytes(kept))) }
    do throws(IOError) { try file.finish() } catch { return .failure(.internal("\(error)")) }
    return .success(BodySpool.Result(digest: found, content: .file(file)))
  }
}
