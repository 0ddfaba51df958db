import Protocols
import Testing

@Suite struct AWSChunkedDecoderTests {
  private static let time = Timestamp(seconds: 1_369_353_600)
  private static let scope = SigningScope(date: "20130524", region: "us-east-1", service: "s3")
  private static let seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"

  private var signatures: ChunkSignatures {
    let key = SigningKeys.derive(
      secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope: AWSChunkedDecoderTests.scope)
    return ChunkSignatures(
      seed: AWSChunkedDecoderTests.seed, time: AWSChunkedDecoderTests.time, scope: AWSChunkedDecoderTests.scope,
      key: key)
  }

  /// The data of a body fed in pieces of that size, and the decoder.
  private func decode(
    _ body: [UInt8], _ signatures: ChunkSignatures? = nil, step: Int = .max
  ) throws(AWSChunkedDecoder.Failure) -> (data: [UInt8], decoder: AWSChunkedDecoder) {
    var decoder = AWSChunkedDecoder(signatures)
    var data: [UInt8] = []
    var from = 0
    while from < body.count {
      let to = step < body.count - from ? from + step : body.count
      try body[from..<to].withUnsafeBufferPointer { (piece) throws(AWSChunkedDecoder.Failure) in
        try decoder.feed(UnsafeRawBufferPointer(piece)) { data.append(contentsOf: $0) }
      }
      from = to
    }
    return (data, decoder)
  }

  private func failure(_ body: [UInt8], _ signatures: ChunkSignatures? = nil) -> AWSChunkedDecoder.Failure? {
    do throws(AWSChunkedDecoder.Failure) {
      _ = try decode(body, signatures)
      return nil
    } catch {
      return error
    }
  }

  /// The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html: its body is built here.
  private var signed: [UInt8] {
    var body = Array("10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n".utf8)
    body += [UInt8](repeating: UInt8(ascii: "a"), count: 65536)
    body += Array("\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n".utf8)
    body += [UInt8](repeating: UInt8(ascii: "a"), count: 1024)
    body += Array("\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n".utf8)
    body += Array("x-amz-checksum-crc32c:sOO8/Q==\r\n".utf8)
    body += Array(
      "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n".utf8)
    return body
  }

  @Test func signedBody() throws {
    for step in [Int.max, 1000, 7] {
      let (data, decoder) = try decode(signed, signatures, step: step)
      #expect(data == [UInt8](repeating: UInt8(ascii: "a"), count: 66560))
      #expect(decoder.isComplete && decoder.length == 66560 && decoder.trailer["X-Amz-Checksum-CRC32C"] == "sOO8/Q==")
      #expect(Base64.encode(crc32c(data)) == "sOO8/Q==")
    }
    // Whatever is changed is noticed; without verification only the form counts.
    for index in [30, 50_000, 65_660, 66_000, 66_900] {
      var broken = signed
      broken[index] ^= 1
      #expect(failure(broken, signatures) == .signature, "\(index)")
    }
    var broken = signed
    broken[100] ^= 1
    #expect(failure(broken) == nil)
    let unsignedTrailer = Array(signed[..<(signed.count - 92)]) + Array("\r\n".utf8)
    #expect(failure(unsignedTrailer, signatures) != nil)
    #expect(failure(Array("0\r\n\r\n".utf8), signatures) == .malformed)
    // Nothing may follow the trailer's signature.
    #expect(failure(Array(signed.dropLast(2)) + Array("x-amz-meta-a:b\r\n\r\n".utf8), signatures) == .malformed)
  }

  private func crc32c(_ bytes: [UInt8]) -> [UInt8] {
    var crc = CRC(.crc32c)
    crc.update(bytes)
    return crc.bytes
  }

  @Test func unsignedBodyAtEverySplit() throws {
    let body = Array(
      "5\r\nhello\r\n1\r\n,\r\nA\r\n world\r\n!!\r\n0\r\nx-amz-checksum-crc32: abc=\r\nother:1\n\r\n".utf8)
    for step in 1...body.count {
      let (data, decoder) = try decode(body, step: step)
      #expect(data == Array("hello, world\r\n!!".utf8))
      #expect(
        decoder.isComplete && decoder.trailer["x-amz-checksum-crc32"] == "abc=" && decoder.trailer["other"] == "1")
    }
    for length in 0..<body.count {
      #expect(try !decode(Array(body[..<length])).decoder.isComplete)
    }
    #expect(try decode(Array("0\r\n\r\n".utf8)).decoder.isComplete)
  }

  @Test(arguments: [
    ("\r\n", AWSChunkedDecoder.Failure.malformed), ("x\r\n", .malformed), ("-1\r\n", .malformed),
    ("+1\r\n", .malformed),
    ("5\nhello", .malformed), ("1\r\nab", .malformed), ("1\r\na\nb", .malformed), ("ffffffffffffffff\r\n", .malformed),
    ("00000000000000001\r\n", .malformed), ("0\r\nno field\r\n", .malformed), ("0\r\n:x\r\n", .malformed),
    ("0\r\n\r\nx", .trailingBytes),
  ])
  func refusesWhatIsBroken(text: String, expected: AWSChunkedDecoder.Failure) {
    #expect(failure(Array(text.utf8)) == expected, "\(text)")
  }

  @Test func linesHaveLimits() {
    #expect(failure(Array(("1;" + String(repeating: "x", count: 2000)).utf8)) == .malformed)
    #expect(failure(Array(("0\r\n" + String(repeating: "x", count: 20_000)).utf8)) == .malformed)
    let fields = String(repeating: "a:" + String(repeating: "x", count: 100) + "\r\n", count: 1000)
    #expect(failure(Array(("0\r\n" + fields).utf8)) == .malformed)
  }

  @Test func survivesAnyBytes() {
    var mutation = Mutation(seed: 12)
    let body = Array("5;chunk-signature=0\r\nhello\r\n0\r\nx-amz-checksum-crc32:abc=\r\n\r\n".utf8)
    for _ in 0..<5_000 { _ = failure(mutation.mutate(body)) }
  }
}
