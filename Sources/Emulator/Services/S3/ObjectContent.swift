import Protocols
import Storage

/// Where a range of an object's bytes lies.
enum ObjectContent: Sendable {
  case bytes([UInt8])
  case files([Piece])

  struct Piece: Sendable {
    var file: BlobStore.ID
    var offset: Int
    var length: Int
  }

  var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .files(let pieces): pieces.reduce(0) { $0 + $1.length }
    }
  }
}

extension S3Store {
  /// The parts that hold the range, cut to it.
  func content(of object: StoredObject, _ range: Range<Int>) throws(AWSError) -> ObjectContent {
    guard let body = object.body else { return .bytes(try data(of: object, range)) }
    var pieces: [ObjectContent.Piece] = []
    var offset = 0
    var number = 0
    while offset < range.upperBound {
      let page = try parts(of: body, after: number, limit: 1000)
      for part in page {
        let inside = range.clamped(to: offset..<offset + part.size)
        if let file = part.file, !inside.isEmpty {
          pieces.append(ObjectContent.Piece(file: file, offset: inside.lowerBound - offset, length: inside.count))
        }
        offset += part.size
        number = part.number
      }
      if page.isEmpty { throw AWSError.internal("the body \(body) is shorter than its object") }
    }
    return .files(pieces)
  }
}

/// Reads content on a blobs' thread, hashes it and, where a new file is wanted, writes one.
enum BodyCopy {
  /// Hashes and writes into a file of its own.
  static func write(
    _ content: ObjectContent, _ algorithms: [ChecksumAlgorithm], sourceKey: CustomerKey? = nil, key: CustomerKey? = nil,
    to blobs: BlobStore
  ) -> Result<BodySpool.Result, AWSError> {
    do throws(IOError) {
      let file = try blobs.create()
      var digest = BodyDigest(algorithms)
      let cipher = key?.cipher(ofFile: file.id, at: 0)
      try read(content, key: sourceKey, from: blobs) { (bytes: UnsafeRawBufferPointer) throws(IOError) in
        digest.update(bytes)
        guard let cipher else {
          try file.write(bytes)
          return
        }
        var secret = Array(bytes)
        secret.withUnsafeMutableBytes { cipher.apply($0) }
        try secret.withBytes { (raw: UnsafeRawBufferPointer) throws(IOError) in try file.write(raw) }
      }
      try file.finish()
      return .success(BodySpool.Result(digest: digest.finish(), content: .file(file)))
    } catch {
      return .failure(.internal("\(error)"))
    }
  }

  /// Hashes alone.
  static func digest(
    _ content: ObjectContent, _ algorithms: [ChecksumAlgorithm], key: CustomerKey? = nil, from blobs: BlobStore
  ) -> Result<BodyDigest.Result, AWSError> {
    var digest = BodyDigest(algorithms)
    do throws(IOError) {
      try read(content, key: key, from: blobs) { (bytes: UnsafeRawBufferPointer) throws(IOError) in
        digest.update(bytes)
      }
      return .success(digest.finish())
    } catch {
      return .failure(.internal("\(error)"))
    }
  }

  /// `key`: of the customer's that the files are encrypted with.
  static func read(
    _ content: ObjectContent, key: CustomerKey? = nil, from blobs: BlobStore,
    _ take: (UnsafeRawBufferPointer) throws(IOError) -> Void
  ) throws(IOError) {
    switch content {
    case .bytes(let bytes): try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(IOError) in try take(raw) }
    case .files(let pieces):
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
      defer { room.deallocate() }
      for piece in pieces {
        let blob = try blobs.open(piece.file)
        let cipher = key?.cipher(ofFile: piece.file, at: piece.offset)
        var done = 0
        while done < piece.length {
          let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, piece.length - done)])
          try blob.read(at: piece.offset + done, into: part)
          cipher?.apply(part)
          try take(UnsafeRawBufferPointer(part))
          done += part.count
        }
      }
    }
  }
}
