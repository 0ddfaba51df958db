import Protocols
import Testing

@testable import Transport

struct HTTPClientTests {
  @Test("A request and its answer, with the connection kept for the next")
  func keepAlive() async throws {
    let peers = Steps()
    let live = try await LiveServer { head, peer, responder in
      peers.add("\(peer.port)")
      return MemorySink(limit: 1 << 20) { sink in
        let said: String =
          "\(head.method) \(head.path)?\(head.query) \(head.fields["Host"] ?? "") \(head.fields["X"] ?? "")"
        responder.respond(HTTPResponseHead(status: 201), .bytes(Array(said.utf8) + sink.bytes))
      }
    }
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    for number in 1...3 {
      let fields = HTTPFields([.init(name: "X", value: "y"), .init(name: "Content-Length", value: "999")])
      let answer = try await client.send(
        "127.0.0.1", live.port,
        HTTPRequestHead(method: "POST", path: "/a%2Fb", query: "n=\(number)", fields: fields), Array("!".utf8))
      #expect(answer.status == 201)
      #expect(String(decoding: answer.body, as: UTF8.self) == "POST /a%2Fb?n=\(number) 127.0.0.1:\(live.port) y!")
    }
    #expect(Set(peers.all).count == 1)
    #expect(peers.all.count == 3)
  }

  @Test("Large bodies go both ways")
  func large() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    let body: [UInt8] = Pattern.bytes(0, 5_000_000)
    let answer = try await client.send(
      "localhost", live.port, HTTPRequestHead(method: "PUT", path: "/"), body)
    #expect(answer.body == Array("PUT / ".utf8) + body)
    await #expect(throws: HTTPClientError.tooLarge) {
      try await client.send(
        "localhost", live.port, HTTPRequestHead(method: "PUT", path: "/"), body, limit: 1000)
    }
  }

  @Test("HEAD and 204 have no body, and the connection goes on")
  func bodiless() async throws {
    let live = try await LiveServer { head, _, responder in
      responder.respond(HTTPResponseHead(status: head.path == "/204" ? 204 : 200), .bytes(Array("body".utf8)))
      return nil
    }
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    for (method, path) in [("HEAD", "/"), ("GET", "/204"), ("HEAD", "/")] {
      let answer = try await client.send(
        "127.0.0.1", live.port, HTTPRequestHead(method: method, path: path))
      #expect(answer.body.isEmpty)
    }
    #expect(await live.thread.sync { live.server.connectionCount } == 1)
  }

  @Test(
    "Every framing of an answer is read, whatever the pieces",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nT: 1\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.0 200 OK\r\n\r\nhello",
    ])
  func framings(_ text: String) {
    let bytes: [UInt8] = Array(text.utf8)
    for split in 0...bytes.count {
      var parser = ResponseParser(toHead: false)
      var events: [String] = []
      var body: [UInt8] = []
      var kept: [UInt8] = []
      for piece in [bytes[..<split], bytes[split...]] {
        kept += piece
        var offset = 0
        kept.withUnsafeBytes { bytes in
          reading: while true {
            switch parser.next(bytes, &offset) {
            case .needMore: break reading
            case .head(let head): events.append("\(head.status)")
            case .body(let piece): body += Array(piece)
            case .end:
              events.append("end")
              break reading
            case .malformed:
              events.append("malformed")
              break reading
            }
          }
        }
        kept.removeFirst(offset)
      }
      if parser.endsWithConnection { events.append("end") }
      #expect(events == ["200", "end"] || (split == bytes.count && events == ["200", "end", "end"]))
      #expect(body == Array("hello".utf8))
    }
  }

  @Test(
    "What is no answer is refused",
    arguments: [
      "nonsense\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 200 OK\nA: b\n\n",
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
  func malformed(_ text: String) async throws {
    let fake = try FakeServer { peer in
      _ = peer.receive(upTo: "\r\n\r\n")
      peer.send(text)
    }
    defer { fake.end() }
    let thread = try LoopThread()
    defer { thread.end() }
    await #expect(throws: HTTPClientError.malformed) {
      try await HTTPClient(loop: thread.loop).send(
        "127.0.0.1", fake.port, HTTPRequestHead(method: "GET", path: "/"))
    }
  }

  @Test("An answer that is cut, a server that is silent, a port without one and a host without one are told apart")
  func failures() async throws {
    let fake = try FakeServer { peer in
      let request: String = peer.receive(upTo: "\r\n\r\n")
      if request.hasPrefix("GET /cut") { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello") }
      if request.hasPrefix("GET /silent") { _ = peer.receive() }
    }
    let thread = try LoopThread()
    defer { thread.end() }
    let client = HTTPClient(loop: thread.loop)
    func get(_ path: String, host: String = "127.0.0.1", timeout: Duration = .seconds(10)) async throws {
      _ = try await client.send(
        host, fake.port, HTTPRequestHead(method: "GET", path: path), timeout: timeout)
    }
    await #expect(throws: HTTPClientError.closed) { try await get("/cut") }
    await #expect(throws: HTTPClientError.closed) { try await get("/nothing") }
    await #expect(throws: HTTPClientError.timedOut) { try await get("/silent", timeout: .milliseconds(30)) }
    await #expect(throws: HTTPClientError.noSuchHost("no-such-host.invalid")) {
      try await get("/", host: "no-such-host.invalid")
    }
    await #expect(throws: HTTPClientError.unsendable("the path /a b")) { try await get("/a b") }
    await #expect(throws: HTTPClientError.unsendable("the field X")) {
      try await client.send(
        "127.0.0.1", fake.port,
        HTTPRequestHead(method: "GET", path: "/", fields: HTTPFields([.init(name: "X", value: "a\r\nY: b")])))
    }
    fake.end()
    do {
      try await get("/")
      Issue.record("nobody listens")
    } catch let error as HTTPClientError {
      guard case .connect = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("A cancelled task ends its call")
  func cancellation() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      responder.onDisconnect = { steps.add("disconnected") }
      steps.add("asked")
      return nil
    }
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    let task = Task {
      try await client.send("127.0.0.1", live.port, HTTPRequestHead(method: "GET", path: "/"))
    }
    while await live.thread.sync({ steps.all.isEmpty }) {}
    task.cancel()
    await #expect(throws: HTTPClientError.cancelled) { _ = try await task.value }
  }

  @Test("A kept connection that the server has closed is not used again")
  func staleConnection() async throws {
    let fake = try FakeServer { peer in
      _ = peer.receive(upTo: "\r\n\r\n")
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    defer { fake.end() }
    let thread = try LoopThread()
    defer { thread.end() }
    let client = HTTPClient(loop: thread.loop)
    for _ in 0..<5 {
      let answer = try await client.send(
        "127.0.0.1", fake.port, HTTPRequestHead(method: "GET", path: "/"))
      #expect(answer.body == Array("ok".utf8))
    }
  }

  @Test("A followed answer comes in pieces until its end, or until the follower has enough")
  func following() async throws {
    let live = try await LiveServer { _, _, responder in
      let source = PushedSource()
      source.whenResumed = { out in
        while source.written < 1 << 20 {
          source.written += 65536
          if !out.write(Pattern.bytes(source.written - 65536, 65536)) { return }
        }
        out.finish()
      }
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    for enough in [1 << 20, 1000] {
      let received = Received()
      try await client.follow("127.0.0.1", live.port, HTTPRequestHead(method: "GET", path: "/"), timeout: nil) {
        if case .head(let head) = $0 { received.status = head.status }
        if case .body(let piece) = $0 {
          if received.count >= enough { received.isWhole = false }
          received.count += piece.count
        }
        return received.count < enough || enough == 1 << 20
      }
      #expect(received.status == 200)
      #expect(received.isWhole)
      #expect(enough == 1000 ? received.count < 1 << 20 : received.count == 1 << 20)
    }
  }

  @Test("A streamed answer comes in pieces, and can be paused")
  func streaming() async throws {
    let live = try await LiveServer { _, _, responder in
      let source = PushedSource()
      source.whenResumed = { out in
        while source.written < 4 << 20 {
          source.written += 65536
          if !out.write(Pattern.bytes(source.written - 65536, 65536)) { return }
        }
        out.finish()
      }
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    let client = HTTPClient(loop: live.thread.loop)
    let received = Received()
    await withCheckedContinuation { continuation in
      live.thread.loop.post {
        let loop: EventLoop = live.thread.loop
        received.call = client.start(
          "127.0.0.1", live.port, HTTPRequestHead(method: "GET", path: "/")
        ) { event in
          switch event {
          case .head(let head): received.status = head.status
          case .body(let piece):
            if received.isPaused { received.isWhole = false }
            if !Pattern.matches(piece, at: received.count) { received.isWhole = false }
            received.count += piece.count
            received.isPaused = true
            received.call?.pause()
            loop.schedule(after: .zero) {
              received.isPaused = false
              received.call?.resume()
            }
          case .end, .failed: continuation.resume()
          }
        }
      }
    }
    #expect(received.status == 200)
    #expect(received.count == 4 << 20)
    #expect(received.isWhole)
  }
}

/// `@unchecked Sendable`: used on the loop, looked at after the end.
private final class Received: @unchecked Sendable {
  var call: HTTPCall?
  var status = 0
  var count = 0
  var isPaused = false
  var isWhole = true
}
