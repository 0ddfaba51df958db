import Protocols
import Testing

@Suite struct PercentEncodingTests {
  @Test func encodesAllButTheUnreserved() {
    #expect(PercentEncoding.encode("AZaz09-._~") == "AZaz09-._~")
    #expect(PercentEncoding.encode("a b/c+d=é&*'") == "a%20b%2Fc%2Bd%3D%C3%A9%26%2A%27")
    #expect(PercentEncoding.encode("/a b/é", keepingSlash: true) == "/a%20b/%C3%A9")
    #expect(PercentEncoding.encode([0, 0xFF]) == "%00%FF")
  }

  @Test func decodesBytes() {
    #expect(PercentEncoding.decode("a%2Fb%c3%A9+") == Array("a/bé+".utf8))
    #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == Array("a b+".utf8))
    for text in ["%", "%2", "a%2", "%zz", "%2g"] { #expect(PercentEncoding.decode(text) == nil) }
    #expect(PercentEncoding.decode("%ff") == [0xFF])
    #expect(PercentEncoding.decodeString("%ff") == nil)
    #expect(PercentEncoding.decodeString("%E2%82%AC") == "€")
  }

  @Test func readsForms() throws {
    let fields = try Form.parse("Action=Publish&Message=a+b%26c&Empty=&Bare&&Twice=1&Twice=2&e=a=b")
    #expect(
      fields == [
        Form.Field("Action", "Publish"), Form.Field("Message", "a b&c"), Form.Field("Empty", ""),
        Form.Field("Bare", ""),
        Form.Field("Twice", "1"), Form.Field("Twice", "2"), Form.Field("e", "a=b"),
      ])
    #expect(try Form.parse("") == [])
    #expect(try Form.parse("&") == [])
    #expect(throws: FormError(offset: 4)) { try Form.parse("a=1&%=2") }
    #expect(throws: FormError(offset: 2)) { try Form.parse("a=%ff") }
    #expect(
      String(decoding: Form.encode([Form.Field("a b", "1&2"), Form.Field("c", "")]), as: UTF8.self) == "a%20b=1%262&c=")
  }

  @Test func survivesAnyBytes() {
    var mutation = Mutation(seed: 3)
    let seed = Array("Action=Publish&Tags.member.1.Key=a%20b&Message=%E2%82%AC+x".utf8)
    for _ in 0..<5_000 {
      let bytes = mutation.mutate(seed)
      if let fields = try? Form.parse(bytes) {
        if (try? Form.parse(Form.encode(fields))) != fields { Issue.record("\(bytes)") }
      }
    }
  }
}
