internal import CInterleaving
internal import COpenSSL

/// MD5 over bytes that come in pieces; several messages can be hashed side by side, which costs little more than one.
/// Not for two threads at once.
package final class MD5Stream {
  private var context = MD5_CTX()

  package init() { cauce_md5_begin(&context) }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > 0 { cauce_md5_add(&context, bytes.baseAddress, bytes.count) }
  }

  /// The 16 bytes of the hash; the stream is at its end.
  package func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { out, count in
      cauce_md5_end(&context, out.baseAddress)
      count = 16
    }
  }

  /// How many messages go side by side at the most.
  package static let lanes = 3

  /// Adds a piece to each of up to `lanes` different messages.
  package static func update(_ pieces: [(stream: MD5Stream, bytes: UnsafeRawBufferPointer)]) {
    var left: [(stream: MD5Stream, bytes: UnsafeRawBufferPointer)] = []
    for (stream, bytes) in pieces {
      // Up to the next whole block.
      let odd = min(bytes.count, (64 - Int(stream.context.num)) & 63)
      stream.update(UnsafeRawBufferPointer(rebasing: bytes[..<odd]))
      left.append((stream, UnsafeRawBufferPointer(rebasing: bytes[odd...])))
    }
    while true {
      let long = left.indices.filter { left[$0].bytes.count >= 64 }
      if long.count < 2 { break }
      let blocks = long.reduce(Int.max) { min($0, left[$1].bytes.count) } / 64
      interleave(long.map { left[$0] }, blocks)
      for index in long { left[index].bytes = UnsafeRawBufferPointer(rebasing: left[index].bytes[(blocks * 64)...]) }
    }
    for (stream, bytes) in left { stream.update(bytes) }
  }

  /// All at the end of a block.
  private static func interleave(_ all: [(stream: MD5Stream, bytes: UnsafeRawBufferPointer)], _ blocks: Int) {
    withUnsafeTemporaryAllocation(of: MD5Words.self, capacity: all.count) { words in
      withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>?.self, capacity: all.count) { starts in
        for (index, (stream, bytes)) in all.enumerated() {
          let context = stream.context
          words.initializeElement(at: index, to: (context.A, context.B, context.C, context.D))
          starts.initializeElement(at: index, to: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        if all.count == 2 {
          cauce_md5_two(words.baseAddress, starts.baseAddress, blocks)
        } else {
          cauce_md5_three(words.baseAddress, starts.baseAddress, blocks)
        }
        for (index, (stream, _)) in all.enumerated() {
          let (a, b, c, d) = words[index]
          cauce_md5_settle(&stream.context, a, b, c, d, blocks)
        }
      }
    }
  }

  private typealias MD5Words = (UInt32, UInt32, UInt32, UInt32)
}
