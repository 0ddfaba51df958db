import CZlib

/// Inflates gzip (and zlib) data that comes in pieces; several members may follow one another.
final class Gunzip {
  private var stream = z_stream()
  private var isOpen = false
  private var atMemberStart = true

  init() throws(QueryFailure) {
    // 15 bits of window, and 32: gzip and zlib headers are told apart by themselves.
    guard cauce_inflateInit2(&stream, 15 + 32) == Z_OK else { throw .internalError("zlib could not be started") }
    isOpen = true
  }

  deinit { if isOpen { inflateEnd(&stream) } }

  /// Whether the data so far ends where a member ends.
  var isComplete: Bool { atMemberStart }

  /// What the piece gives.
  func inflate(_ input: [UInt8], of name: String) throws(QueryFailure) -> [UInt8] {
    var input: [UInt8] = input
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    var status: Int32 = Z_OK
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        let room: Int = buffer.count
        buffer.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(room)
          status = CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        output += buffer[..<(room - Int(stream.avail_out))]
        atMemberStart = status == Z_STREAM_END
        if status == Z_STREAM_END, stream.avail_in > 0 {
          if inflateReset(&stream) != Z_OK { return }
          continue
        }
        if status != Z_OK || (stream.avail_in == 0 && stream.avail_out > 0) { return }
      }
    }
    if status != Z_OK, status != Z_STREAM_END, status != Z_BUF_ERROR {
      throw QueryFailure("HIVE_CURSOR_ERROR", "Failed to read file: \(name): not in GZIP format")
    }
    if status == Z_STREAM_END { inflateReset(&stream) }
    return output
  }
}
