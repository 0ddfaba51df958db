import Protocols
import Testing

@Suite struct DigestTests {
  @Test(arguments: [
    // RFC 1321 §A.5
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
  ])
  func md5(text: String, hash: String) throws {
    #expect(Hex.encode(MD5.hash(Array(text.utf8))) == hash)
    #expect(MD5.number(text) == UInt128(hash, radix: 16))
    let digest = Digest(.md5)
    digest.update(Array(text.utf8))
    #expect(Hex.encode(digest.finish()) == hash)
  }

  /// Up to three messages side by side, of every length about a block's, cut anywhere.
  @Test func md5SideBySide() {
    func text(_ seed: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 + seed) } }
    for count in 1...MD5Stream.lanes {
      for length in [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 1000] {
        let messages = (0..<count).map { text($0, length + $0 * 64 + $0) }
        let streams = messages.map { _ in MD5Stream() }
        for half in 0..<2 {
          let parts = messages.map { $0.count / 3 }
          let pieces = zip(messages, parts).map { message, cut in Array(half == 0 ? message[..<cut] : message[cut...]) }
          // The pieces stay where they are until all are hashed.
          let rooms = pieces.map { piece in
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: piece.count, alignment: 1)
            room.copyBytes(from: piece)
            return room
          }
          MD5Stream.update(zip(streams, rooms).map { (stream: $0, bytes: UnsafeRawBufferPointer($1)) })
          for room in rooms { room.deallocate() }
        }
        for (stream, message) in zip(streams, messages) { #expect(stream.finish() == MD5.hash(message)) }
      }
    }
  }

  @Test func sha() {
    // FIPS 180, "abc"
    #expect(Hex.encode(SHA1.hash(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
      Hex.encode(SHA256.hash("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Hex.encode(SHA256.hash("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func aContextIsUsedAgain() {
    for algorithm in Digest.Algorithm.allCases {
      let digest = Digest(algorithm)
      digest.update(Array("ab".utf8))
      digest.update([])
      digest.update(Array("c".utf8))
      let first = digest.finish()
      #expect(first.count == algorithm.size)
      digest.update(Array("abc".utf8))
      #expect(digest.finish() == first)
    }
  }

  @Test func hmac() {
    // RFC 4231, cases 1, 2 and 6
    #expect(
      Hex.encode(HMACSHA256.code(key: [UInt8](repeating: 0x0B, count: 20), "Hi There"))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      Hex.encode(HMACSHA256.code(key: Array("Jefe".utf8), "what do ya want for nothing?"))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      Hex.encode(
        HMACSHA256.code(
          key: [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First"))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }
}
