internal import CZlib

/// Compresses bytes that come in pieces. Not for two threads at once.
package final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>

  /// `level` is 1 (fast) to 9 (small), 6 by default.
  package init(_ format: CompressionFormat, level: Int = 6) {
    precondition((0...9).contains(level), "A compression level is 0 to 9")
    // zlib keeps the stream's address, so it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    precondition(cauce_deflateInit2(stream, Int32(level), format.windowBits) == Z_OK, "zlib cannot start")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Takes bytes and appends what is ready; zlib holds some back.
  package func update(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) {
    var from = 0
    while from < bytes.count {
      // zlib counts in 32 bits.
      let size = min(bytes.count - from, 1 << 30)
      deflate(UnsafeRawBufferPointer(rebasing: bytes[from..<from + size]), Z_NO_FLUSH, into: &out)
      from += size
    }
  }

  package func update(_ bytes: [UInt8], into out: inout [UInt8]) { bytes.withUnsafeBytes { update($0, into: &out) } }

  /// Appends all that was taken so far, up to a byte boundary.
  package func flush(into out: inout [UInt8]) {
    deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_SYNC_FLUSH, into: &out)
  }

  /// Appends the rest and the end mark; the next bytes begin new data.
  package func finish(into out: inout [UInt8]) {
    deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, into: &out)
    deflateReset(stream)
  }

  /// All of `bytes` at once.
  package static func compress(_ bytes: [UInt8], _ format: CompressionFormat, level: Int = 6) -> [UInt8] {
    let deflater = Deflater(format, level: level)
    var out: [UInt8] = []
    deflater.update(bytes, into: &out)
    deflater.finish(into: &out)
    return out
  }

  private func deflate(_ piece: UnsafeRawBufferPointer, _ flush: Int32, into out: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: 32768, alignment: 16) { room in
      // zlib does not write to its input though its type allows it.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(piece.count)
      repeat {
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room.count)
        // It fails only on a stream that is not one; a full buffer is no failure.
        _ = CZlib.deflate(stream, flush)
        out.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<(room.count - Int(stream.pointee.avail_out))]))
      } while stream.pointee.avail_out == 0
    }
  }
}
