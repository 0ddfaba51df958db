import Protocols
import Testing

@Suite struct CompressionTests {
  private func decompress(
    _ bytes: [UInt8], _ format: CompressionFormat, limit: Int = 1 << 24
  ) throws(CompressionError) -> [UInt8] {
    try Inflater.decompress(bytes, format, limit: limit)
  }

  @Test(arguments: CompressionFormat.allCases) func whatIsCompressedComesBack(format: CompressionFormat) throws {
    var mutation = Mutation(seed: 8)
    let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &mutation) }
    let text = Array(String(repeating: "a line of text\n", count: 20_000).utf8)
    for bytes in [[], [1], text, noise] {
      for level in [1, 6, 9] {
        let packed = Deflater.compress(bytes, format, level: level)
        #expect(try decompress(packed, format) == bytes)
      }
    }
    #expect(Deflater.compress(text, format).count < text.count / 50)
  }

  @Test(arguments: CompressionFormat.allCases) func piecesAndFlushes(format: CompressionFormat) throws {
    let deflater = Deflater(format)
    for _ in 0..<2 {
      var packed: [UInt8] = []
      deflater.update(Array("hello ".utf8), into: &packed)
      deflater.flush(into: &packed)
      let inflater = Inflater(format, limit: 100)
      var out: [UInt8] = []
      try inflater.update(packed, into: &out)
      #expect(out == Array("hello ".utf8))
      var rest: [UInt8] = []
      deflater.update(Array("world".utf8), into: &rest)
      deflater.finish(into: &rest)
      for byte in rest { try inflater.update([byte], into: &out) }
      try inflater.finish()
      #expect(out == Array("hello world".utf8))
    }
  }

  @Test func aGzipFileMayHaveMembers() throws {
    let one = Deflater.compress(Array("one".utf8), .gzip)
    let two = Deflater.compress(Array("two".utf8), .gzip)
    #expect(try decompress(one + two, .gzip) == Array("onetwo".utf8))
    #expect(throws: CompressionError.corrupt) { try decompress(one + [1, 2, 3, 4], .gzip) }
    let other = Deflater.compress(Array("one".utf8), .zlib)
    #expect(throws: CompressionError.trailingBytes) { try decompress(other + other, .zlib) }
  }

  @Test(arguments: CompressionFormat.allCases) func refusesWhatIsBroken(format: CompressionFormat) {
    let packed = Deflater.compress(Array(String(repeating: "text ", count: 100).utf8), format)
    for length in 0..<packed.count {
      #expect(throws: CompressionError.truncated) { try decompress(Array(packed[..<length]), format) }
    }
    #expect(throws: CompressionError.tooLong(limit: 499)) { try decompress(packed, format, limit: 499) }
    #expect(throws: Never.self) { try decompress(packed, format, limit: 500) }
    #expect(throws: CompressionError.corrupt) { try decompress(Array("not compressed".utf8), format) }
    if format != .raw {
      var broken = packed
      broken[broken.count - 1] ^= 1
      #expect(throws: CompressionError.corrupt) { try decompress(broken, format) }
    }
  }

  @Test func aBombIsCutAtTheLimit() {
    let bomb = Deflater.compress([UInt8](repeating: 0, count: 50_000_000), .gzip, level: 1)
    #expect(throws: CompressionError.tooLong(limit: 1000)) { try decompress(bomb, .gzip, limit: 1000) }
  }

  @Test func survivesAnyBytes() {
    var mutation = Mutation(seed: 9)
    let packed = Deflater.compress(Array("some text, some more text, some other text".utf8), .gzip)
    for _ in 0..<3_000 { _ = try? decompress(mutation.mutate(packed), .gzip) }
  }
}
