import Testing

@testable import S3

@Suite struct ChunkedBodyTests {
  private static let text =
    "5;chunk-signature=ab\r\nhello\r\n6\r\n world\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32: AAAA\r\n\r\n"

  /// Wherever the pieces are cut.
  @Test func decodesEverySplit() {
    let bytes = Array(Self.text.utf8)
    for cut in 0...bytes.count {
      var body = ChunkedBody()
      var data: [UInt8] = []
      for piece in [bytes[..<cut], bytes[cut...]] {
        let good = Array(piece).withUnsafeBytes { raw in body.decode(raw) { data += Array($0) } }
        #expect(good)
      }
      #expect(body.isComplete)
      #expect(String(decoding: data, as: UTF8.self) == "hello world")
      #expect(body.trailers.count == 1)
      #expect(body.trailers[0].name == "x-amz-checksum-crc32" && body.trailers[0].value == "AAAA")
    }
  }

  @Test(arguments: ["g\r\nx", "\r\n", "5\r\nhelloX\r\n", "ffffffffffffffff\r\n", "0\r\nno colon\r\n\r\n"])
  func refusesBrokenFraming(_ text: String) {
    var body = ChunkedBody()
    #expect(!Array(text.utf8).withUnsafeBytes { body.decode($0) { _ in } })
  }

  @Test func isIncompleteWithoutTheLastChunk() {
    var body = ChunkedBody()
    #expect(Array("1\r\nx\r\n".utf8).withUnsafeBytes { body.decode($0) { _ in } })
    #expect(!body.isComplete)
  }
}
