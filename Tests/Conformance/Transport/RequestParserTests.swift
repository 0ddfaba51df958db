import Protocols
import Testing

@testable import Transport

/// What a parser made of its input, pieces of a body joined, so that every way of cutting the input compares.
private func read(_ pieces: [[UInt8]], limits: RequestParser.Limits = .init()) -> [String] {
  var parser = RequestParser(limits: limits)
  var events: [String] = []
  var body: [UInt8] = []
  var kept: [UInt8] = []
  for piece in pieces {
    kept += piece
    var offset = 0
    kept.withUnsafeBytes { bytes in
      reading: while true {
        switch parser.next(bytes, &offset) {
        case .needMore: break reading
        case .head(let head):
          var text: String =
            "\(head.method) \(head.path)?\(head.query) \(head.contentLength.map(String.init) ?? "chunked")"
          for field in head.fields.all { text += "|\(field.name)=\(field.value)" }
          text += parser.keepAlive ? "" : " close"
          text += parser.expectsContinue ? " expects" : ""
          events.append(text)
        case .body(let piece): body += Array(piece)
        case .end:
          events.append("end \(String(decoding: body, as: UTF8.self))")
          body = []
        case .refused(let status):
          events.append("refused \(status)")
          break reading
        }
      }
    }
    if events.last?.hasPrefix("refused") ?? false { return events }
    kept.removeFirst(offset)
  }
  return events
}

private func read(_ text: String) -> [String] { read([Array(text.utf8)]) }

/// The same input in two pieces at every point, and byte by byte.
private func everySplit(_ text: String) -> [[[UInt8]]] {
  let bytes: [UInt8] = Array(text.utf8)
  var ways: [[[UInt8]]] = [bytes.map { [$0] }]
  for place in 1..<max(2, bytes.count) {
    ways.append([Array(bytes[..<place]), Array(bytes[place...])])
  }
  return ways
}

struct RequestParserTests {
  struct Good: Sendable, CustomTestStringConvertible {
    let text: String
    let events: [String]
    init(_ text: String, _ events: String...) {
      self.text = text
      self.events = events
    }
    var testDescription: String { String(text.prefix(60)) }
  }

  static let good: [Good] = [
    Good("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /? 0|Host=a", "end "),
    Good(
      "POST /p/a%2Fb%20c?x=%C3%A4&y HTTP/1.1\r\nHost:a\r\nContent-Length: 5\r\n\r\nhello",
      "POST /p/a%2Fb%20c?x=%C3%A4&y 5|Host=a|Content-Length=5", "end hello"),
    Good("GET /a?b?c HTTP/1.1\r\nhOST: \t a b \t\r\n\r\n", "GET /a?b?c 0|hOST=a b", "end "),
    Good("GET /ä HTTP/1.1\r\nHost: a\r\nX-Ü: 1\r\n\r\n", "refused 400"),
    Good("GET /ä HTTP/1.1\r\nHost: a\r\nX: ü\r\n\r\n", "GET /ä? 0|Host=a|X=ü", "end "),
    Good("GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\n\r\n", "GET /? 0|Host=a|X=|Y=", "end "),
    Good("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /? 0|Host=a", "end "),
    Good(
      "GET http://host.example:80/x?y HTTP/1.1\r\nHost: other\r\n\r\n", "GET /x?y 0|Host=host.example:80", "end "),
    Good("GET HTTPS://h HTTP/1.1\r\n\r\n", "GET /? 0|Host=h", "end "),
    Good("GET http://h?q HTTP/1.1\r\nHost: h\r\n\r\n", "GET /?q 0|Host=h", "end "),
    Good("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS *? 0|Host=a", "end "),
    Good("GET / HTTP/1.0\r\n\r\n", "GET /? 0 close", "end "),
    Good("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET /? 0|Connection=Keep-Alive", "end "),
    Good(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", "GET /? 0|Host=a|Connection=foo, Close close",
      "end "),
    Good(
      "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      "PUT /? 3|Host=a|Content-Length=3", "end abc"),
    Good(
      "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
      "PUT /? 1|Host=a|Expect=100-Continue|Content-Length=1 expects", "end x"),
    Good("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", "PUT /? 0|Host=a|Expect=100-continue", "end "),
    Good(
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n1;a=\"b\";c\r\n!\r\n0\r\n\r\n",
      "PUT /? chunked|Host=a|Transfer-Encoding=Chunked", "end hello!"),
    Good(
      "PUT / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: chunked\r\n\r\n00a \r\n0123456789\r\n000;x\r\nT: 1\r\nU: 2\r\n\r\n"
        + "GET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
      "PUT /? chunked|Host=a|transfer-encoding=chunked", "end 0123456789", "GET /2? 0|Host=b", "end "),
    Good(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
        + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
      "POST /1? 2|Host=a|Content-Length=2", "end ab", "GET /2? 0|Host=a", "end ", "GET /3? 0|Host=a", "end "),
  ]

  @Test("A request reads the same at every split point", arguments: good)
  func everySplitPoint(_ good: Good) {
    #expect(read(good.text) == good.events)
    for pieces in everySplit(good.text) { #expect(read(pieces) == good.events) }
  }

  static let heads: [(String, Int)] = [
    ("GET / HTTP/1.1\nHost: a\n\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
    ("GET /\r\n\r\n", 400),
    ("GET HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("G{T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET http://u@h/x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("GET / HTTP/1\r\nHost: a\r\n\r\n", 400),
    ("GET / http/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n\tfolded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nNoColon\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: 0123456789\u{7f}\r\n\r\n", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nabc", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 501),
    ("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
  ]

  @Test("A malformed head is refused with its status, at every split point", arguments: heads)
  func malformedHeads(_ text: String, _ status: Int) {
    #expect(read(text) == ["refused \(status)"])
    for pieces in everySplit(text) { #expect(read(pieces) == ["refused \(status)"]) }
  }

  @Test(
    "Broken chunks are refused, at every split point",
    arguments: [
      "x\r\n", "\r\n", "-1\r\n", "5\nhello\r\n", "5\r\nhelloX\r\n", "5\r\nhello\rX", "5\r\nhello\n", "5 6\r\n",
      "5;a\u{0}\r\n", "1000000000000000\r\n", "0\r\nT : 1\r\n\r\n", "0\r\n folded\r\n\r\n", "0\r\nT: 1\n\r\n",
    ])
  func brokenChunks(_ body: String) {
    let text: String = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    #expect(read(text).last == "refused 400")
    for pieces in everySplit(text) { #expect(read(pieces).last == "refused 400") }
  }

  @Test("Mutated requests read the same whole and in pieces")
  func mutations() {
    let seeds: [[UInt8]] = RequestParserTests.good.map { Array($0.text.utf8) }
    let spice: [UInt8] = Array("\r\n\t :;,\u{0}0aZ/?%".utf8) + [0x7f, 0x80, 0xff]
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    for _ in 0..<3000 {
      var bytes: [UInt8] = seeds[random(seeds.count)]
      for _ in 0...random(3) {
        let place: Int = random(bytes.count)
        switch random(3) {
        case 0: bytes[place] = spice[random(spice.count)]
        case 1: bytes.insert(spice[random(spice.count)], at: place)
        default: bytes.remove(at: place)
        }
      }
      let whole: [String] = read([bytes])
      let first: Int = random(bytes.count + 1)
      let second: Int = first + random(bytes.count - first + 1)
      let pieces: [[UInt8]] = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
      #expect(read(pieces) == whole)
      #expect(read(bytes.map { [$0] }) == whole)
    }
  }

  @Test("A request line up to its limit is taken, a longer one is 414 before its end came")
  func requestLineLimit() {
    let limit: Int = RequestParser.Limits().requestLine
    let around: Int = "GET / HTTP/1.1".utf8.count
    let longest: String = "GET /\(String(repeating: "a", count: limit - around)) HTTP/1.1\r\n"
    #expect(read(longest + "Host: a\r\n\r\n").last == "end ")
    let longer: String = "GET /\(String(repeating: "a", count: limit - around + 1)) HTTP/1.1\r\n"
    #expect(read(longer + "Host: a\r\n\r\n") == ["refused 414"])
    #expect(read([Array(longest.utf8.dropLast(2)), Array("\r".utf8)]).isEmpty)
    #expect(read(String(repeating: "a", count: limit + 2)) == ["refused 414"])
  }

  @Test("A head up to its limit is taken, a larger one is 431 before its end came")
  func headLimit() {
    let limit: Int = RequestParser.Limits().head
    let around: Int = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".utf8.count
    func head(_ more: Int) -> String {
      "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: limit - around + more))\r\n\r\n"
    }
    #expect(read(head(0)).last == "end ")
    #expect(read(head(1)) == ["refused 431"])
    #expect(read(String(head(100).dropLast(50))) == ["refused 431"])
    let many: String = String(repeating: "a: b\r\n", count: 600)
    #expect(read("GET / HTTP/1.1\r\nHost: a\r\n" + many) == ["refused 431"])
  }

  @Test("Trailers and chunk extensions have limits")
  func chunkLimits() {
    let head = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    #expect(read(head + "5;" + String(repeating: "x", count: 5000)).last == "refused 400")
    let trailers: String = String(repeating: "Some-Trailer: \(String(repeating: "v", count: 100))\r\n", count: 700)
    #expect(read(head + "0\r\n" + trailers).last == "refused 431")
  }

  @Test("Every byte that is not a token character makes a field name malformed")
  func tokenBytes() {
    let tokens = Set("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    for byte in UInt8.min...UInt8.max { #expect(HTTP1Syntax.isToken(byte) == tokens.contains(byte)) }
  }

  @Test("A control character is found at every place of a value, and the tab is none")
  func controlBytes() {
    for length in 1...20 {
      for place in 0..<length {
        for byte in [UInt8(0), 1, 8, 10, 13, 31, 127] {
          var value = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          value[place] = byte
          #expect(value.withUnsafeBytes { HTTP1Syntax.hasControl($0) })
        }
        for byte in [UInt8(9), 32, 126, 128, 255] {
          var value = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          value[place] = byte
          #expect(!value.withUnsafeBytes { HTTP1Syntax.hasControl($0) })
        }
      }
    }
  }
}
