import Protocols
import Testing

@testable import Transport

/// Requests and answers over HTTP/2.
struct HTTP2Tests {
  @Test("Requests are answered, one after another and many at once")
  func requests() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "GET", "/1?a=%2F")
    let first = client.answer(1)
    #expect(first.status == 200)
    #expect(first.text == "GET /1 ")
    #expect(first.value("content-length") == "7")
    #expect(first.value("date")?.hasSuffix(" GMT") ?? false)
    for number in 1...100 { client.request(number * 2 + 1, "POST", "/\(number)", ends: false) }
    for number in 1...100 { client.data(number * 2 + 1, Array("body \(number)".utf8), ends: true) }
    for number in 1...100 { #expect(client.answer(number * 2 + 1).text == "POST /\(number) body \(number)") }
  }

  @Test("The preface is recognised in whatever pieces it comes; a request line that begins like it is none")
  func prefaceInPieces() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let start: [UInt8] = HTTP2Client.preface + HTTP2Client.frame(HTTP2Client.Kind.settings, stream: 0)
    for cut in 1..<start.count {
      let client = try HTTP2Client(live, settings: nil)
      client.raw.send(Array(start[..<cut]))
      // The server has seen the first piece when it has answered another.
      let other = try live.connect()
      other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(other.answer().status == 200)
      client.raw.send(Array(start[cut...]))
      client.request(1)
      #expect(client.answer(1).status == 200)
    }
    let client = try live.connect()
    client.send("PRINT / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.text(client.answer().body) == "PRINT / ")
  }

  @Test("The head is given as HTTP/1.1 would give it")
  func heads() async throws {
    let steps = Steps()
    let live = try await LiveServer { head, peer, responder in
      steps.add(
        "\(head.method) \(head.path)?\(head.query) \(head.fields["Host"] ?? "none") \(head.contentLength ?? -1)")
      steps.add(head.fields.values("cookie").joined(separator: "|"))
      steps.add("\(peer.address) \(peer.isTLS)")
      responder.respond(HTTPResponseHead(status: 200), .bytes([]))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(
      1, "PUT", "/a%2Fb/c?x=1&y", [("host", "other"), ("cookie", "a=1"), ("cookie", "b=2"), ("content-length", "3")],
      authority: "bucket.localhost:1", ends: false)
    client.data(1, [1, 2, 3], ends: true)
    #expect(client.answer(1).status == 200)
    #expect(steps.all == ["PUT /a%2Fb/c?x=1&y bucket.localhost:1 3", "a=1; b=2", "127.0.0.1 false"])
    client.request(3, "POST", "/", [("host", "mine")], authority: nil, ends: false)
    client.data(3, [], ends: true)
    #expect(client.answer(3).status == 200)
    #expect(steps.all[3] == "POST /? mine -1")
    client.request(5, "OPTIONS", "*")
    #expect(client.answer(5).status == 200)
    #expect(steps.all[6] == "OPTIONS *? a 0")
  }

  @Test("Answers leave when they are given, not in the order of the requests")
  func answersOutOfOrder() async throws {
    let waiting = Waiting()
    let live = try await LiveServer { head, _, responder in
      waiting.responders.append((head.path, responder))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    for number in [1, 3, 5] { client.request(number, "GET", "/\(number)") }
    client.settle()
    await live.thread.sync {
      waiting.responders[2].1.respond(HTTPResponseHead(status: 200), .bytes(Array("last".utf8)))
    }
    #expect(client.answer(5).text == "last")
    #expect(client.answers[1] == nil)
    await live.thread.sync {
      for (path, responder) in waiting.responders[..<2] {
        responder.respond(HTTPResponseHead(status: 200), .bytes(Array(path.utf8)))
      }
    }
    #expect(client.answer(1).text == "/1")
    #expect(client.answer(3).text == "/3")
  }

  @Test("Nothing leaves before the end of the turn's hook")
  func hookBeforeWriting() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      steps.add("respond")
      responder.respond(HTTPResponseHead(status: 200), .bytes([]))
      return nil
    }
    defer { live.end() }
    await live.thread.sync { live.thread.loop.endOfTurn = { if steps.all.last == "respond" { steps.add("commit") } } }
    let client = try HTTP2Client(live)
    client.request(1)
    #expect(client.answer(1).status == 200)
    #expect(steps.all == ["respond", "commit"])
  }

  @Test("HEAD, 204 and 304 have no body; HEAD keeps its length; fields of a connection are left out")
  func bodiless() async throws {
    let live = try await LiveServer { head, _, responder in
      let fields = HTTPFields([
        .init(name: "Connection", value: "close"), .init(name: "Transfer-Encoding", value: "chunked"),
        .init(name: "X-Value", value: "a\r\nb: c"), .init(name: "Content-Length", value: "77"),
      ])
      responder.respond(
        HTTPResponseHead(status: Int(head.path.dropFirst()) ?? 200, fields: fields), .bytes(Array("body".utf8)))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "HEAD", "/200")
    let head = client.answer(1)
    #expect(head.body.isEmpty)
    #expect(head.value("content-length") == "77")
    #expect(head.value("connection") == nil && head.value("transfer-encoding") == nil)
    #expect(head.value("x-value") == "a  b: c")
    for (stream, status) in [(3, 204), (5, 304)] {
      client.request(stream, "GET", "/\(status)")
      let answer = client.answer(stream)
      #expect(answer.status == status && answer.body.isEmpty && answer.value("content-length") == nil)
    }
    client.request(7, "GET", "/200")
    #expect(client.answer(7).value("content-length") == "4")
  }

  @Test("100 Continue is sent where a sink waits for the body, and not where it has come")
  func expectContinue() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/1", [("expect", "100-continue")], ends: false)
    let interim = client.next(HTTP2Client.Kind.headers, stream: 1)
    #expect(interim?.endsStream == false)
    #expect(client.answers[1]?.status == 100)
    client.data(1, Array("abc".utf8), ends: true)
    #expect(client.answer(1).text == "PUT /1 abc")
    client.raw.send(
      HTTP2Client.frame(
        HTTP2Client.Kind.headers, 4, stream: 3,
        HTTP2Client.block([
          (":method", "PUT"), (":scheme", "http"), (":path", "/3"), (":authority", "a"), ("expect", "100-continue"),
        ])) + HTTP2Client.frame(HTTP2Client.Kind.data, 1, stream: 3, [65]))
    _ = client.next(HTTP2Client.Kind.headers, stream: 3)
    #expect(client.answers[3]?.status == 200)
    client.request(5, "PUT", "/5", [("expect", "something")], ends: false)
    #expect(client.answer(5).status == 417)
  }

  @Test("Trailer fields are dropped")
  func trailers() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/1", ends: false)
    client.data(1, Array("abc".utf8))
    client.head(1, [("x-trailer", "1")])
    #expect(client.answer(1).text == "PUT /1 abc")
    client.request(3, "PUT", "/3", ends: false)
    client.head(3, (0..<7).map { ("x-trailer-\($0)", String(repeating: "t", count: 10_000)) })
    #expect(client.answer(3).reset != nil)
    client.request(5)
    #expect(client.answer(5).status == 200)
  }

  @Test("Stopping sends GOAWAY, finishes what is in flight and closes")
  func gracefulStop() async throws {
    let waiting = Waiting()
    let live = try await LiveServer { head, _, responder in
      waiting.responders.append((head.path, responder))
      return nil
    }
    defer { live.end() }
    let idle = try HTTP2Client(live)
    idle.settle()
    let busy = try HTTP2Client(live)
    busy.request(1)
    busy.settle()
    let steps = Steps()
    await live.thread.sync { live.server.stop { steps.add("stopped") } }
    #expect(idle.goAway() == 0)
    let notice = busy.next(HTTP2Client.Kind.goAway)
    #expect(notice?.payload == [0, 0, 0, 1, 0, 0, 0, 0])
    // What comes behind it is not served.
    busy.request(3)
    #expect(steps.all.isEmpty)
    await live.thread.sync {
      waiting.responders[0].1.respond(HTTPResponseHead(status: 200), .bytes(Array("done".utf8)))
    }
    #expect(busy.answer(1).text == "done")
    while busy.next() != nil {}
    #expect(busy.answers[3] == nil)
    while await live.thread.sync({ steps.all.isEmpty }) {}
    #expect(await live.thread.sync { waiting.responders.count } == 1)
  }

  @Test("A client that goes away, or resets its stream, is told of")
  func disconnects() async throws {
    let steps = Steps()
    let live = try await LiveServer { head, _, responder in
      responder.onDisconnect = { steps.add("gone \(head.path)") }
      return CancelSink { steps.add("cancelled \(head.path)") }
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/1", ends: false)
    client.request(3, "PUT", "/3", ends: false)
    client.send(HTTP2Client.Kind.reset, stream: 1, HTTP2Client.four(8))
    client.settle()
    #expect(steps.all == ["cancelled /1", "gone /1"])
    client.raw.shutdownSending()
    while client.next() != nil {}
    #expect(await live.thread.sync { steps.all } == ["cancelled /1", "gone /1", "cancelled /3", "gone /3"])
  }
}
