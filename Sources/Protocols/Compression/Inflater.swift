internal import CZlib

/// Decompresses bytes that come in pieces. Not for two threads at once.
package final class Inflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private let format: CompressionFormat
  private let limit: Int
  private var produced = 0
  /// The end mark of the data, or of the latest gzip member, has been read.
  private var ended = false
  private var failed: CompressionError?

  /// At most `limit` bytes come out, in all: a small input cannot fill the memory.
  package init(_ format: CompressionFormat, limit: Int) {
    self.format = format
    self.limit = limit
    // zlib keeps the stream's address, so it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    precondition(cauce_inflateInit2(stream, format.windowBits) == Z_OK, "zlib cannot start")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Appends what comes out of `bytes`. A gzip file may have several members, one behind the other.
  package func update(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) throws(CompressionError) {
    if let failed { throw failed }
    var from = 0
    while from < bytes.count {
      if ended {
        guard format == .gzip else { throw fail(.trailingBytes) }
        inflateReset(stream)
        ended = false
      }
      // zlib counts in 32 bits.
      let size = min(bytes.count - from, 1 << 30)
      let piece = UnsafeRawBufferPointer(rebasing: bytes[from..<from + size])
      from += try inflate(piece, into: &out)
    }
  }

  package func update(_ bytes: [UInt8], into out: inout [UInt8]) throws(CompressionError) {
    try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(CompressionError) in try update(raw, into: &out) }
  }

  /// No more bytes come: the data must have ended.
  package func finish() throws(CompressionError) {
    if let failed { throw failed }
    if !ended { throw fail(.truncated) }
  }

  /// All of `bytes` at once.
  package static func decompress(
    _ bytes: [UInt8], _ format: CompressionFormat, limit: Int
  ) throws(CompressionError) -> [UInt8] {
    let inflater = Inflater(format, limit: limit)
    var out: [UInt8] = []
    try inflater.update(bytes, into: &out)
    try inflater.finish()
    return out
  }

  // MARK: Steps

  private func fail(_ error: CompressionError) -> CompressionError {
    failed = error
    return error
  }

  /// Decompresses until the piece is used up or the data ends; gives how many bytes of it were used.
  private func inflate(_ piece: UnsafeRawBufferPointer, into out: inout [UInt8]) throws(CompressionError) -> Int {
    var failure: CompressionError?
    withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 16) { room in
      // zlib does not write to its input though its type allows it.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(piece.count)
      repeat {
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room.count)
        let result = CZlib.inflate(stream, Z_NO_FLUSH)
        let size = room.count - Int(stream.pointee.avail_out)
        if size > limit - produced {
          failure = .tooLong(limit: limit)
          return
        }
        produced += size
        out.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<size]))
        switch result {
        case Z_STREAM_END: ended = true
        case Z_OK, Z_BUF_ERROR: break
        default: failure = .corrupt
        }
      } while failure == nil && !ended && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
    }
    if let failure { throw fail(failure) }
    return piece.count - Int(stream.pointee.avail_in)
  }
}
