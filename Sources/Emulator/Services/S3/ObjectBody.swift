package import Protocols
import Runtime
import Storage

/// The body of an answer with an object's bytes.
extension S3Service {
  /// Files that an answer holds open at once; the body of an object of more parts is read as it is sent.
  static let openFiles = 64

  func answerBody(
    _ content: ObjectContent, of object: StoredObject, _ key: CustomerKey?
  ) throws(AWSError) -> HTTPBody {
    switch content {
    case .bytes(let bytes): return .bytes(bytes)
    case .files(let pieces):
      if pieces.count > S3Service.openFiles || key != nil, let body = object.body {
        return .stream(PartSource(pieces, key, blobs, hold: BodyHold(body, store)))
      }
      do throws(IOError) {
        return .files(
          try pieces.map { (piece: ObjectContent.Piece) throws(IOError) in
            let blob = try blobs.open(piece.file)
            return FileRange(descriptor: blob.descriptor, offset: piece.offset, length: piece.length, owner: blob)
          })
      } catch {
        throw AWSError.internal("\(error)")
      }
    }
  }

  /// All bytes of such a body, for callers inside of the emulator. The reading happens on the blobs' threads.
  package func bytes(of body: HTTPBody) async throws(AWSError) -> [UInt8] {
    switch body {
    case .bytes(let bytes): return bytes
    case .files(let ranges):
      return try await blobs.threads.run { () -> Result<[UInt8], AWSError> in
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ranges.reduce(0) { $0 + $1.length })
        for range in ranges {
          guard let blob = range.owner as? OpenBlob else { return .failure(.internal("a body that is no blob's")) }
          if let error = S3Service.append(blob, range.offset, range.length, to: &bytes) { return .failure(error) }
        }
        return .success(bytes)
      }.get()
    case .stream(let source):
      guard let source = source as? PartSource else { throw AWSError.internal("a body that is no object's") }
      let blobs = blobs
      let outcome = await blobs.threads.run { () -> Result<[UInt8], AWSError> in
        var bytes: [UInt8] = []
        do throws(IOError) {
          try BodyCopy.read(.files(source.pieces), key: source.key, from: blobs) {
            (raw: UnsafeRawBufferPointer) throws(IOError) in
            bytes.append(contentsOf: raw)
          }
        } catch { return .failure(.internal("\(error)")) }
        return .success(bytes)
      }
      loop.post { source.closed() }
      return try outcome.get()
    }
  }

  private static func append(_ blob: OpenBlob, _ offset: Int, _ length: Int, to bytes: inout [UInt8]) -> AWSError? {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: length))
    return bytes.withUnsafeMutableBytes { raw -> AWSError? in
      do throws(IOError) {
        try blob.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: raw[start...]))
        return nil
      } catch { return .internal("\(error)") }
    }
  }
}

/// Keeps a body's files from being swept while someone reads them. Loop only.
final class BodyHold {
  private let body: Int
  private weak var store: S3Store?

  init(_ body: Int, _ store: S3Store) {
    self.body = body
    self.store = store
    store.hold(body)
  }

  func end() {
    store?.letGo(body)
    store = nil
  }
}

/// Reads an object of many parts, or one that is encrypted, as the transport takes it, one file open at a time.
///
/// `@unchecked Sendable`: `pieces` and `key` are constant, everything else is touched on the Loop only.
final class PartSource: BodySource, @unchecked Sendable {
  let pieces: [ObjectContent.Piece]
  let key: CustomerKey?
  let length: Int?
  private let blobs: BlobStore
  private let hold: BodyHold
  private var next = 0
  private var done = 0
  private var blob: OpenBlob?
  private var cipher: AESCounter?

  private static let block = 128 << 10

  init(_ pieces: [ObjectContent.Piece], _ key: CustomerKey?, _ blobs: BlobStore, hold: BodyHold) {
    self.key = key
    self.pieces = pieces
    self.blobs = blobs
    self.hold = hold
    length = pieces.reduce(0) { $0 + $1.length }
  }

  func resume(_ out: any BodyWriter) {
    while next < pieces.count {
      let piece = pieces[next]
      let count = min(PartSource.block, piece.length - done)
      var block = [UInt8](repeating: 0, count: count)
      do throws(IOError) {
        let blob: OpenBlob
        if let open = self.blob { blob = open } else { blob = try blobs.open(piece.file) }
        self.blob = blob
        let at = piece.offset + done
        var failure: IOError?
        block.withUnsafeMutableBytes { raw in
          do throws(IOError) { try blob.read(at: at, into: raw) } catch { failure = error }
        }
        if let failure { throw failure }
        if let key {
          if cipher == nil { cipher = key.cipher(ofFile: piece.file, at: at) }
          block.withUnsafeMutableBytes { cipher?.apply($0) }
        }
      } catch {
        out.abort()
        return
      }
      done += count
      if done == piece.length {
        next += 1
        done = 0
        blob = nil
        cipher = nil
      }
      if !out.write(block) { return }
    }
    out.finish()
  }

  func closed() {
    hold.end()
    blob = nil
  }
}
