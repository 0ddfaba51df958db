import Protocols
import Testing

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func vectorsOfRFC4648(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
    #expect(Base64.decode(text, .lenient) == Array(plain.utf8))
    #expect(Base64.decode(text.filter { $0 != "=" }, .lenient) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm-v", "Zm_v", "Zm9*",
    "=Zm9", "Z=m9", "Zm=v", "Zm9v=", "\u{e9}",
  ])
  func strictRefuses(text: String) { #expect(Base64.decode(text) == nil) }

  @Test func lenientTakesWhatSDKsSend() {
    #expect(Base64.decode("Zm9v\r\nYm Fy", .lenient) == Array("foobar".utf8))
    #expect(Base64.decode("Zh==", .lenient) == Array("f".utf8))
    for text in ["Z", "Zm9vY", "Zm9v*", "Zg==Zg==", "=", "Z=", "Zm-v"] { #expect(Base64.decode(text, .lenient) == nil) }
  }

  @Test func anyLengthComesBack() {
    var mutation = Mutation(seed: 2)
    for length in [Int](0...70) + [3071, 3072, 3073, 6144, 10_000] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &mutation) }
      let text = Base64.encode(bytes)
      #expect(text.utf8.count == (length + 2) / 3 * 4)
      #expect(Base64.decode(text) == bytes)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }
    #expect(Hex.encode([0, 0xAB, 0xFF]) == "00abff")
    #expect(Hex.decode("ABcd") == [0xAB, 0xCD])
    for text in ["a", "0g", "é"] { #expect(Hex.decode(text) == nil) }
  }
}
