import Protocols
import Testing

@testable import Transport

struct ServerTests {
  @Test("A request is answered, and the connection serves the next one")
  func keepAlive() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    for number in 1...3 {
      client.send("POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
      let answer = client.answer()
      #expect(answer.status == 200)
      #expect(client.text(answer.body) == "POST /\(number) hello")
      #expect(answer.head.contains("\r\nDate: "))
      #expect(!answer.head.contains("Connection:"))
    }
  }

  @Test("Pipelined requests are answered in their order")
  func pipelining() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    var requests = ""
    for number in 0..<200 { requests += "GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n" }
    client.send(requests)
    for number in 0..<200 { #expect(client.text(client.answer().body) == "GET /\(number) ") }
  }

  @Test("Answers given in another order leave in the order of the requests")
  func answersOutOfOrder() async throws {
    let waiting = Waiting()
    let live = try await LiveServer { head, _, responder in
      waiting.responders.append((head.path, responder))
      if waiting.responders.count == 3 {
        for (path, responder) in waiting.responders.reversed() {
          responder.respond(HTTPResponseHead(status: 200), .bytes(Array(path.utf8)))
        }
      }
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    for path in ["/1", "/2", "/3"] { client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n") }
    for path in ["/1", "/2", "/3"] { #expect(client.text(client.answer().body) == path) }
  }

  @Test("More pipelined requests than the limit wait until answers have left")
  func pipelineLimit() async throws {
    let live = try await LiveServer.echo { $0.pipelineLimit = 2 }
    defer { live.end() }
    let client = try live.connect()
    var requests = ""
    for number in 0..<20 { requests += "POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" }
    client.send(requests)
    for number in 0..<20 { #expect(client.text(client.answer().body) == "POST /\(number) x") }
  }

  @Test("Nothing leaves before the end of the turn's hook")
  func hookBeforeWriting() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      steps.add("respond")
      responder.respond(HTTPResponseHead(status: 200), .bytes(Array("\(steps.all.count)".utf8)))
      return nil
    }
    defer { live.end() }
    await live.thread.sync { live.thread.loop.endOfTurn = { if steps.all.last == "respond" { steps.add("commit") } } }
    let client = try live.connect()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer().status == 200)
    // The answer is here, so the hook has run.
    #expect(steps.all == ["respond", "commit"])
  }

  @Test("HEAD, 204 and 304 have no body; HEAD keeps its length")
  func bodiless() async throws {
    let live = try await LiveServer { head, _, responder in
      let status: Int = Int(head.path.dropFirst()) ?? 200
      var fields = HTTPFields()
      if head.query == "said" { fields.add("Content-Length", "12345") }
      let source = head.query == "stream" ? PushedSource() : nil
      responder.respond(
        HTTPResponseHead(status: status, fields: fields), source.map { .stream($0) } ?? .bytes(Array("body".utf8)))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("HEAD /200 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer(toHead: true).head.contains("Content-Length: 4"))
    client.send("HEAD /200?said HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer(toHead: true).head.contains("Content-Length: 12345"))
    client.send("HEAD /200?stream HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer(toHead: true).status == 200)
    for status in [204, 304] {
      client.send("GET /\(status) HTTP/1.1\r\nHost: a\r\n\r\n")
      let answer = client.answer()
      #expect(answer.status == status)
      #expect(!answer.head.contains("Content-Length"))
    }
    client.send("GET /200 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    #expect(client.receiveAll().hasSuffix("Connection: close\r\n\r\nbody"))
  }

  @Test("HTTP/1.0 closes, or is kept alive on demand")
  func oneZero() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let closing = try live.connect()
    closing.send("GET /a HTTP/1.0\r\n\r\n")
    #expect(closing.receiveAll().hasSuffix("Connection: close\r\n\r\nGET /a "))
    let keeping = try live.connect()
    keeping.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(keeping.answer().head.contains("Connection: keep-alive"))
    keeping.send("GET /b HTTP/1.0\r\n\r\n")
    #expect(keeping.receiveAll().hasSuffix("GET /b "))
  }

  @Test("A control character in a value does not split the answer")
  func noResponseSplitting() async throws {
    let live = try await LiveServer { _, _, responder in
      responder.respond(
        HTTPResponseHead(status: 200, fields: HTTPFields([.init(name: "X", value: "a\r\nEvil: 1")])), .bytes([]))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer().head.contains("\r\nX: a  Evil: 1\r\n"))
  }

  @Test("A malformed request gets its status behind the answers before it, then the connection ends")
  func malformed() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    client.send(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost : a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.text(client.answer().body) == "GET /1 ")
    let refusal = client.answer()
    #expect(refusal.status == 400)
    #expect(refusal.head.contains("Connection: close"))
    client.shutdownSending()
    #expect(client.receive().isEmpty)
    let huge = try live.connect()
    huge.send("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 70_000))")
    #expect(huge.answer().status == 431)
    let long = try live.connect()
    long.send("GET /\(String(repeating: "x", count: 20_000))")
    #expect(long.answer().status == 414)
  }

  @Test("TLS is closed, with one line in the log; a method that begins like another protocol is a method")
  func otherProtocols() async throws {
    let lines = Steps()
    let live = try await LiveServer.echo { $0.log = { lines.add($0) } }
    defer { live.end() }
    for _ in 0..<2 {
      let tls = try live.connect()
      tls.send([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])
      #expect(tls.receive().isEmpty)
    }
    #expect(lines.all.count == 1)
    let other = try live.connect()
    other.send("PR")
    other.send("OPFIND / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(other.text(other.answer().body) == "PROPFIND / ")
  }

  @Test("A client that ended its sending side still gets its answers")
  func halfClosed() async throws {
    let waiting = Waiting()
    let live = try await LiveServer { head, _, responder in
      waiting.responders.append((head.path, responder))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    client.shutdownSending()
    while await live.thread.sync({ waiting.responders.count }) < 2 {}
    await live.thread.sync {
      _ = live.thread.loop.schedule(after: .milliseconds(20)) {
        for (path, responder) in waiting.responders {
          responder.respond(HTTPResponseHead(status: 200), .bytes(Array(path.utf8)))
        }
      }
    }
    #expect(client.text(client.answer().body) == "/1")
    #expect(client.receiveAll().hasSuffix("Connection: close\r\n\r\n/2"))
  }

  @Test("Past the cap a client is told 503, and there is room again when one leaves")
  func connectionCap() async throws {
    let live = try await LiveServer.echo { $0.connectionLimit = 2 }
    defer { live.end() }
    var clients: [RawClient] = [try live.connect(), try live.connect()]
    for client in clients {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client.answer().status == 200)
    }
    let refused = try live.connect()
    refused.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    let answer = refused.answer()
    #expect(answer.status == 503)
    #expect(answer.head.contains("Connection: close"))
    refused.shutdownSending()
    #expect(refused.receive().isEmpty)
    clients.removeAll()
    while await live.thread.sync({ live.server.connectionCount }) > 0 {}
    let next = try live.connect()
    next.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(next.answer().status == 200)
  }

  @Test("A slow head gets 408")
  func headTimeOut() async throws {
    let live = try await LiveServer.echo {
      $0.headTimeout = .milliseconds(40)
      $0.lingerTimeout = .milliseconds(40)
    }
    defer { live.end() }
    let slow = try live.connect()
    slow.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost:")
    #expect(slow.answer().status == 200)
    #expect(slow.answer().status == 408)
    #expect(slow.receive().isEmpty)
  }

  @Test("A stalled body gets 408")
  func bodyTimeOut() async throws {
    let live = try await LiveServer.echo { $0.bodyTimeout = .milliseconds(40) }
    defer { live.end() }
    let stalled = try live.connect()
    stalled.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
    #expect(stalled.answer().status == 408)
    #expect(stalled.receive().isEmpty)
  }

  @Test("An idle connection is closed without a word, a used one too")
  func idleTimeOut() async throws {
    let live = try await LiveServer.echo { $0.idleTimeout = .milliseconds(300) }
    defer { live.end() }
    let used = try live.connect()
    used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    let idle = try live.connect()
    #expect(used.answer().status == 200)
    #expect(used.receive().isEmpty)
    #expect(idle.receive().isEmpty)
  }

  @Test("Stopping closes what is idle, finishes what is in flight and takes nothing new")
  func gracefulStop() async throws {
    let waiting = Waiting()
    let live = try await LiveServer { head, _, responder in
      waiting.responders.append((head.path, responder))
      return nil
    }
    defer { live.end() }
    let idle = try live.connect()
    let busy = try live.connect()
    busy.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    while await live.thread.sync({ (waiting.responders.count, live.server.connectionCount) }) != (1, 2) {}
    let steps = Steps()
    await live.thread.sync { live.server.stop { steps.add("stopped") } }
    #expect(idle.receive().isEmpty)
    #expect(throws: IOError.self) { try live.connect() }
    #expect(steps.all.isEmpty)
    await live.thread.sync {
      waiting.responders[0].1.respond(HTTPResponseHead(status: 200), .bytes(Array("done".utf8)))
    }
    #expect(busy.receiveAll().hasSuffix("Connection: close\r\n\r\ndone"))
    await live.thread.sync {}
    #expect(steps.all == ["stopped"])
  }

  @Test("A task can wait for the stop")
  func awaitedStop() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer().status == 200)
    await live.server.stop()
    #expect(client.receive().isEmpty)
  }

  @Test("What is not finished within the limit is cut")
  func stopLimit() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      responder.onDisconnect = { steps.add("disconnected") }
      return nil
    }
    defer { live.end() }
    let busy = try live.connect()
    busy.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    while await live.thread.sync({ live.server.connectionCount }) < 1 {}
    await live.thread.sync { live.server.stop(within: .milliseconds(20)) { steps.add("stopped") } }
    #expect(busy.receive().isEmpty)
    while await live.thread.sync({ steps.all.count }) < 2 {}
    #expect(steps.all == ["disconnected", "stopped"])
  }

  @Test("localhost and IPv6 literals can be bound; a name cannot, and a taken port says so")
  func binding() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let taken: Int = live.port
    await live.thread.sync {
      #expect((try? live.server.bind(host: "localhost", port: 0))?.host == "127.0.0.1")
      #expect(throws: IOError.self) { try live.server.bind(host: "example.com", port: 0) }
      #expect(throws: IOError.self) { try live.server.bind(host: "127.0.0.1", port: taken) }
      #expect(throws: IOError.self) { try live.server.bind(host: "127.0.0.1", port: 70_000) }
    }
    #expect(SocketAddress(literal: "[::1]", port: 80)?.description == "[::1]:80")
    #expect(SocketAddress(literal: "::ffff:1.2.3.4", port: 80)?.host == "1.2.3.4")
  }

  @Test("Dates are written as RFC 9110 has them")
  func dates() {
    #expect(DateField.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(DateField.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    #expect(DateField.text(951_827_696) == "Tue, 29 Feb 2000 12:34:56 GMT")
    #expect(DateField.text(1_709_251_199) == "Thu, 29 Feb 2024 23:59:59 GMT")
    #expect(DateField.text(4_107_542_400) == "Mon, 01 Mar 2100 00:00:00 GMT")
  }
}
