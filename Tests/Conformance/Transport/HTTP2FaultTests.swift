import Glibc
import Protocols
import Testing

@testable import Transport

/// What clients do wrong over HTTP/2, or too slowly, or too often.
struct HTTP2FaultTests {
  private typealias Kind = HTTP2Client.Kind

  @Test("A malformed request resets its stream; the connection goes on")
  func malformedRequests() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try HTTP2Client(live)
    let sound: [(String, String)] = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a")]
    let heads: [[(String, String)]] = [
      sound + [("Upper", "x")],
      sound + [("connection", "close")],
      sound + [("transfer-encoding", "chunked")],
      sound + [("x", "a\u{0}b")],
      sound + [("content-length", "1"), ("content-length", "2")],
      sound + [(":method", "GET")],
      sound + [(":unknown", "x")],
      Array(sound.dropFirst()),
      sound.filter { $0.0 != ":path" },
      sound.filter { $0.0 != ":scheme" },
      sound.filter { $0.0 != ":authority" },
      [("x", "y")] + sound,
    ]
    for (number, head) in heads.enumerated() {
      client.head(number * 2 + 1, head)
      #expect(client.answer(number * 2 + 1).reset == 1, "\(head)")
    }
    client.request(101)
    #expect(client.answer(101).status == 200)
  }

  @Test("A head that HTTP/1.1 would refuse is refused with the same status")
  func refusedHeads() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "GET", "/", (0..<513).map { ("f\($0)", "") })
    #expect(client.answer(1).status == 431)
    client.request(3, "GET", "/", [("x", String(repeating: "x", count: 65_500))])
    #expect(client.answer(3).status == 431)
    client.request(5, "GET", "/a#b")
    #expect(client.answer(5).status == 400)
    client.request(7, "GET", "*")
    #expect([1, -1].contains(client.answer(7).reset ?? -1))
    client.request(9, "GET", "/", authority: "user@a")
    let answer = client.answer(9)
    #expect(answer.status == 400 || answer.reset == 1)
    client.request(11)
    #expect(client.answer(11).status == 200)
  }

  @Test("Broken framing ends the connection with a GOAWAY that says why")
  func brokenFraming() async throws {
    let live = try await LiveServer.echo { $0.lingerTimeout = .milliseconds(40) }
    defer { live.end() }
    let cases: [(String, [UInt8], Int)] = [
      ("DATA on stream 0", HTTP2Client.frame(Kind.data, stream: 0, [1]), 1),
      ("an even stream", HTTP2Client.frame(Kind.headers, 5, stream: 2, HTTP2Client.block([(":method", "GET")])), 1),
      ("a PING of 7 bytes", HTTP2Client.frame(Kind.ping, stream: 0, [1, 2, 3, 4, 5, 6, 7]), 6),
      ("a frame too large", [0xff, 0xff, 0xff, Kind.data, 0, 0, 0, 0, 1], 6),
      ("a broken field block", HTTP2Client.frame(Kind.headers, 5, stream: 1, [0x80]), 9),
      (
        "no CONTINUATION",
        HTTP2Client.frame(Kind.headers, 1, stream: 1, [])
          + HTTP2Client.frame(Kind.ping, stream: 0, [UInt8](repeating: 0, count: 8)), 1
      ),
      ("DATA on an idle stream", HTTP2Client.frame(Kind.data, stream: 5, [1]), 1),
      ("a window past its end", HTTP2Client.frame(Kind.windowUpdate, stream: 0, HTTP2Client.four(0x7fff_ffff)), 3),
      ("no settings first", [], 1),
    ]
    for (what, bytes, code) in cases {
      let client = try HTTP2Client(live, settings: bytes.isEmpty ? nil : [])
      client.raw.send(
        bytes.isEmpty
          ? HTTP2Client.preface + HTTP2Client.frame(Kind.ping, stream: 0, [UInt8](repeating: 0, count: 8)) : bytes)
      #expect(client.goAway() == code, "\(what)")
    }
    let wrong = try HTTP2Client(live, settings: nil)
    wrong.raw.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")
    while wrong.next() != nil {}
    let client = try HTTP2Client(live)
    client.request(1)
    #expect(client.answer(1).status == 200)
  }

  @Test("Whatever bytes follow the preface, the connection ends or waits and the server goes on")
  func noise() async throws {
    let live = try await LiveServer.echo {
      $0.lingerTimeout = .milliseconds(20)
      $0.idleTimeout = .milliseconds(200)
      $0.headTimeout = .milliseconds(200)
      $0.bodyTimeout = .milliseconds(200)
    }
    defer { live.end() }
    var state: UInt64 = 42
    func random() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    for round in 0..<60 {
      let client = try HTTP2Client(live)
      var bytes: [UInt8] = []
      for _ in 0..<(1 + random() % 20) {
        let payload: [UInt8] = (0..<Int(random() % 60)).map { _ in UInt8(truncatingIfNeeded: random()) }
        bytes += HTTP2Client.frame(
          UInt8(random() % 11), UInt8(truncatingIfNeeded: random()), stream: Int(random() % 8), payload)
      }
      // Some with a byte changed, so that lengths are wrong too.
      if round % 2 == 0 { bytes[Int(random()) % bytes.count] ^= UInt8(truncatingIfNeeded: random()) }
      client.raw.send(bytes)
      client.raw.shutdownSending()
      while client.next() != nil {}
    }
    let client = try HTTP2Client(live)
    client.request(1)
    #expect(client.answer(1).status == 200)
  }

  @Test("Streams past the limit are refused unseen; a client that knew the limit loses the connection")
  func streamLimit() async throws {
    let waiting = Waiting()
    let limit: (inout HTTPServer.Configuration) -> Void = { $0.streamLimit = 3 }
    let live = try await LiveServer(limit) { head, _, responder in
      waiting.responders.append((head.path, responder))
      return nil
    }
    defer { live.end() }
    let hasty = try HTTP2Client(live)
    for number in 0..<4 { hasty.request(number * 2 + 1) }
    // REFUSED_STREAM: it may be sent again.
    #expect(hasty.answer(7).reset == 7)
    await live.thread.sync {
      for (_, responder) in waiting.responders { responder.respond(HTTPResponseHead(status: 200), .bytes([])) }
    }
    #expect(hasty.answer(1).status == 200)
    hasty.request(9)
    hasty.settle()
    #expect(await live.thread.sync { waiting.responders.count } == 4)
    let rude = try HTTP2Client(live)
    rude.settle()
    for number in 0..<4 { rude.request(number * 2 + 1) }
    #expect(rude.goAway() == 1)
    #expect(await live.thread.sync { waiting.responders.count } == 7)
  }

  @Test("Floods end the connection", arguments: ["pings", "settings", "resets", "empty data"])
  func floods(_ kind: String) async throws {
    let live = try await LiveServer { _, _, _ in CancelSink {} }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/", ends: false)
    var one: [UInt8] = []
    var all: [UInt8] = []
    switch kind {
    case "pings": one = HTTP2Client.frame(Kind.ping, 1, stream: 0, [UInt8](repeating: 0, count: 8))
    case "settings": one = HTTP2Client.frame(Kind.settings, stream: 0)
    case "empty data": one = HTTP2Client.frame(Kind.data, stream: 1)
    default:
      let block: [UInt8] = HTTP2Client.block([
        (":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a"),
      ])
      for number in 1...6000 {
        all += HTTP2Client.frame(Kind.headers, 4, stream: number * 2 + 1, block)
        all += HTTP2Client.frame(Kind.reset, stream: number * 2 + 1, HTTP2Client.four(8))
      }
    }
    if all.isEmpty { for _ in 0..<20_000 { all += one } }
    let bytes: [UInt8] = all
    let raw: RawClient = client.raw
    let sending = startThread { raw.send(bytes) }
    let code: Int? = client.goAway()
    pthread_join(sending, nil)
    // ENHANCE_YOUR_CALM, or INTERNAL_ERROR of the library's own bound; none where the reset overtook it.
    #expect(code == nil || code == 11 || code == 2)
    let next = try HTTP2Client(live)
    next.settle()
  }

  @Test("A stalled body gets 408, a stalled head and an idle connection a GOAWAY")
  func timeOuts() async throws {
    let live = try await LiveServer.echo {
      $0.headTimeout = .milliseconds(40)
      $0.bodyTimeout = .milliseconds(40)
      $0.idleTimeout = .milliseconds(300)
      $0.lingerTimeout = .milliseconds(40)
    }
    defer { live.end() }
    let body = try HTTP2Client(live)
    body.request(1, "PUT", "/", ends: false)
    #expect(body.answer(1).status == 408)
    #expect(body.next(Kind.reset, stream: 1)?.code == 0)
    #expect(body.goAway() == 0)
    let head = try HTTP2Client(live)
    head.send(Kind.headers, 0, stream: 1, HTTP2Client.block([(":method", "GET")]))
    #expect(head.goAway() == 1)
  }

  @Test("A client that gives no credit for its answer loses the stream; one that reads nothing, the connection")
  func writeTimeOut() async throws {
    let steps = Steps()
    let limit: (inout HTTPServer.Configuration) -> Void = { $0.writeTimeout = .milliseconds(60) }
    let live = try await LiveServer(limit) { head, _, responder in
      responder.onDisconnect = { steps.add("gone \(head.path)") }
      responder.respond(HTTPResponseHead(status: 200), .bytes([UInt8](repeating: 1, count: 20_000_000)))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.givesCredit = false
    client.request(1, "GET", "/1")
    #expect(client.answer(1).reset == 8)
    #expect(await live.thread.sync { steps.all } == ["gone /1"])
    client.settle()
    // All the credit there is, and no reading.
    let deaf = try HTTP2Client(live, settings: [(4, 0x7fff_ffff)], receiveBuffer: 4096)
    deaf.credit(0, 0x7fff_0000)
    deaf.request(1, "GET", "/2")
    while await live.thread.sync({ steps.all.count }) < 2 {}
    #expect(steps.all == ["gone /1", "gone /2"])
    #expect(await live.thread.sync { live.server.connectionCount } == 1)
    withExtendedLifetime(deaf) {}
  }
}

struct FloodGateTests {
  @Test("A burst passes, then a steady rate")
  func rate() {
    var gate = FloodGate(burst: 10, perSecond: 4)
    let start: UInt64 = 1_000_000_000_000
    let burst: [Bool] = (0..<11).map { _ in gate.admits(at: start) }
    #expect(burst == Array(repeating: true, count: 10) + [false])
    let soon: Bool = gate.admits(at: start + 249_000_000)
    #expect(!soon)
    var calm = FloodGate(burst: 2, perSecond: 4)
    let steady: [Bool] = (0..<100).map { calm.admits(at: start + UInt64($0) * 250_000_000) }
    #expect(steady.allSatisfy { $0 })
  }
}
