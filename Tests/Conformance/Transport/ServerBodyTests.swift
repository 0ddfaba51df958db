import Glibc
import Protocols
import Testing

@testable import Transport

struct ServerBodyTests {
  @Test("100 Continue is sent where a sink waits for the body, behind the answers before it")
  func expectContinue() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    client.send(
      "GET /0 HTTP/1.1\r\nHost: a\r\n\r\nPUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    )
    #expect(client.text(client.answer().body) == "GET /0 ")
    #expect(client.answer().status == 100)
    client.send("abc")
    #expect(client.text(client.answer().body) == "PUT /1 abc")
    // Sent together with its body, it needs no asking.
    client.send("PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc")
    #expect(client.text(client.answer().body) == "PUT /2 abc")
  }

  @Test("A refusal before the body sends no 100 Continue and ends the connection")
  func refusedExpectation() async throws {
    let live = try await LiveServer { _, _, responder in
      responder.respond(HTTPResponseHead(status: 403), .bytes(Array("no".utf8)))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
    let answer = client.answer()
    #expect(answer.status == 403)
    #expect(answer.head.contains("Connection: close"))
    client.shutdownSending()
    #expect(client.receive().isEmpty)
  }

  @Test("An unwanted small body is dropped and the connection goes on; a large one ends it")
  func droppedBodies() async throws {
    let live = try await LiveServer { head, _, responder in
      responder.respond(HTTPResponseHead(status: 403), .bytes(Array(head.path.utf8)))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
    client.send("PUT /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    client.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
    for path in ["/1", "/2", "/3"] { #expect(client.text(client.answer().body) == path) }
    client.send("PUT /4 HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n")
    client.send([UInt8](repeating: 1, count: 1_000_000))
    let answer = client.answer()
    #expect(answer.status == 403)
    #expect(answer.head.contains("Connection: close"))
    let endless = try live.connect()
    endless.send("PUT /5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    #expect(endless.text(endless.answer().body) == "/5")
    endless.send("20000\r\n" + String(repeating: "x", count: 0x20000))
    endless.shutdownSending()
    #expect(endless.receive().isEmpty)
  }

  @Test("A chunked body arrives whole, in whatever pieces it comes")
  func chunkedBody() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")
    client.send("llo\r\n")
    client.send("6\r\n world\r\n0\r\nTrailer: x\r\n\r\n")
    #expect(client.text(client.answer().body) == "PUT /1 hello world")
    client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX")
    #expect(client.answer().status == 400)
  }

  @Test("The body of a last request is read to its end, in whatever pieces it comes")
  func bodyOfLastRequest() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    for connection in ["HTTP/1.1\r\nConnection: close", "HTTP/1.0"] {
      let client = try live.connect()
      client.send("PUT /1 \(connection)\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
      client.send(Pattern.bytes(0, 1_000_000))
      await live.thread.sync {}
      client.send(Pattern.bytes(1_000_000, 1_000_000))
      #expect(client.answer().body == Array("PUT /1 ".utf8) + Pattern.bytes(0, 2_000_000))
      #expect(client.receive().isEmpty)
    }
  }

  @Test("A sink that asks for a pause stops the reading until it is ready, and gets every byte")
  func backPressureIn() async throws {
    let sinks = Sinks()
    let live = try await LiveServer { _, _, responder in
      let sink = PausingSink { responder.respond(HTTPResponseHead(status: 200), .bytes(Array("\($0)".utf8))) }
      sinks.all.append(sink)
      return sink
    }
    defer { live.end() }
    let client = try live.connect()
    let size = 16 << 20
    let writer = startThread {
      client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
      for piece in 0..<(size >> 20) { client.send(Pattern.bytes(piece << 20, 1 << 20)) }
    }
    while await live.thread.sync({ sinks.all.first?.count ?? 0 }) == 0 {}
    // While the sink pauses, turns go by and nothing more comes.
    let paused: Int = await live.thread.sync { sinks.all[0].count }
    for _ in 0..<50 { await live.thread.sync {} }
    #expect(await live.thread.sync { sinks.all[0].count } == paused)
    #expect(paused < size)
    await live.thread.sync { sinks.all[0].goOn(live.thread.loop) }
    let answer = client.answer()
    #expect(client.text(answer.body) == "\(size)")
    pthread_join(writer, nil)
    #expect(await live.thread.sync { sinks.all[0].isWhole })
  }

  @Test("A client that goes away amid its body cancels the sink and is told of")
  func disconnectAmidBody() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      responder.onDisconnect = { steps.add("disconnected") }
      return CancelSink { steps.add("cancelled") }
    }
    defer { live.end() }
    do {
      let client = try live.connect()
      client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
    }
    while await live.thread.sync({ steps.all.count }) < 2 {}
    #expect(steps.all == ["cancelled", "disconnected"])
  }

  @Test("Bodies larger than what is copied arrive whole and in order")
  func largeBodies() async throws {
    let live = try await LiveServer { head, _, responder in
      let size: Int = Int(head.path.dropFirst()) ?? 0
      responder.respond(HTTPResponseHead(status: 200), .bytes(Pattern.bytes(0, size)))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    let sizes: [Int] = [16_384, 16_385, 3_000_000, 1, 8_000_000, 0]
    for size in sizes { client.send("GET /\(size) HTTP/1.1\r\nHost: a\r\n\r\n") }
    for size in sizes {
      #expect(client.answer().body == Pattern.bytes(0, size))
    }
  }

  @Test("Ranges of files are sent, large ones too")
  func files() async throws {
    let file = try TemporaryFile(size: 6 << 20)
    let live = try await LiveServer { head, _, responder in
      let all: FileRange = file.range(0, file.size)
      let parts: [FileRange] = [file.range(5, 3), file.range(0, 0), file.range(1_000_000, 2_000_000)]
      responder.respond(HTTPResponseHead(status: 200), .files(head.path == "/all" ? [all] : parts))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("GET /all HTTP/1.1\r\nHost: a\r\n\r\nGET /parts HTTP/1.1\r\nHost: a\r\n\r\n")
    let all = client.answer()
    #expect(all.body.count == file.size)
    #expect(all.body == Pattern.bytes(0, file.size))
    #expect(client.answer().body == Pattern.bytes(5, 3) + Pattern.bytes(1_000_000, 2_000_000))
    client.send("HEAD /all HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer(toHead: true).head.contains("Content-Length: \(file.size)"))
  }

  @Test("A file that is shorter than announced cuts the connection")
  func truncatedFile() async throws {
    let file = try TemporaryFile(size: 1000)
    let live = try await LiveServer { _, _, responder in
      responder.respond(HTTPResponseHead(status: 200), .files([file.range(0, 2000)]))
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.answer().body.count <= 1000)
  }

  @Test("A stream of unknown length is chunked, of known length is not, for HTTP/1.0 ends with the connection")
  func streams() async throws {
    let live = try await LiveServer { head, _, responder in
      let source = PushedSource(length: head.path == "/known" ? 11 : nil)
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      source.whenResumed = { out in
        _ = out.write(Array("hello".utf8))
        _ = out.write([])
        _ = out.write(Array(" world".utf8))
        out.finish()
      }
      return nil
    }
    defer { live.end() }
    let client = try live.connect()
    client.send("GET /known HTTP/1.1\r\nHost: a\r\n\r\n")
    let known = client.answer()
    #expect(known.head.contains("Content-Length: 11"))
    #expect(client.text(known.body) == "hello world")
    client.send("GET /unknown HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    let text: String = client.receiveAll()
    #expect(text.contains("Transfer-Encoding: chunked"))
    #expect(text.hasSuffix("\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"))
    let old = try live.connect()
    old.send("GET /unknown HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    let oldText: String = old.receiveAll()
    #expect(oldText.hasSuffix("Connection: close\r\n\r\nhello world"))
    #expect(!oldText.contains("chunked"))
  }

  @Test("A stream is held back when the client does not read, and is resumed")
  func backPressureOut() async throws {
    let source = PushedSource()
    let live = try await LiveServer { _, _, responder in
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    let total = 24 << 20
    await live.thread.sync {
      source.whenResumed = { out in
        while source.written < total {
          source.written += 65536
          if !out.write([UInt8](repeating: UInt8(ascii: "x"), count: 65536)) { return }
        }
        out.finish()
      }
    }
    let client = try RawClient(port: live.port, receiveBuffer: 65536)
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    // The client does not read: what is written comes to a stop far from the end.
    var before: Int = -1
    while true {
      let now: Int = await live.thread.sync { source.written }
      if now > 0, now == before { break }
      before = now
      for _ in 0..<100 { await live.thread.sync {} }
    }
    #expect(before < total)
    let bytes: [UInt8] = client.receiveAllBytes()
    let head: Int = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
    let chunk: Int = "10000\r\n\r\n".utf8.count + 65536
    #expect(bytes.count == head + total / 65536 * chunk + 5)
    #expect(bytes.suffix(5) == Array("0\r\n\r\n".utf8)[...])
    #expect(await live.thread.sync { source.closings } == 1)
  }

  @Test("A client that asks and asks and does not read is not read any more, and gets every answer when it reads")
  func unreadAnswers() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      steps.add("")
      responder.respond(HTTPResponseHead(status: 200), .bytes(Pattern.bytes(0, 16_000)))
      return nil
    }
    defer { live.end() }
    let client = try RawClient(port: live.port, receiveBuffer: 65536)
    let total = 2000
    // Long requests: all of them do not fit into one read, after which the server looks at what it has to write.
    let padding = String(repeating: "x", count: 1000)
    let writer = startThread {
      for _ in 0..<total { client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Padding: \(padding)\r\n\r\n") }
    }
    var before: Int = -1
    while true {
      let now: Int = await live.thread.sync { steps.all.count }
      if now > 0, now == before { break }
      before = now
      for _ in 0..<200 { await live.thread.sync {} }
    }
    #expect(before < total)
    for _ in 0..<total { #expect(client.answer().body.count == 16_000) }
    pthread_join(writer, nil)
  }

  @Test("A client that does not take its answer is cut")
  func writeTimeOut() async throws {
    let steps = Steps()
    let limit: (inout HTTPServer.Configuration) -> Void = { $0.writeTimeout = .milliseconds(40) }
    let live = try await LiveServer(limit) { _, _, responder in
      responder.onDisconnect = { steps.add("disconnected") }
      responder.respond(HTTPResponseHead(status: 200), .bytes([UInt8](repeating: 1, count: 32 << 20)))
      return nil
    }
    defer { live.end() }
    let client = try RawClient(port: live.port, receiveBuffer: 65536)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    while await live.thread.sync({ steps.all.isEmpty }) {}
    #expect(client.receiveAllBytes().count < 32 << 20)
  }

  @Test("An aborted stream ends the connection without the last chunk")
  func abort() async throws {
    let source = PushedSource()
    let live = try await LiveServer { _, _, responder in
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    await live.thread.sync {
      source.whenResumed = { out in
        _ = out.write(Array("part".utf8))
        out.abort()
      }
    }
    let client = try live.connect()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(client.receiveAll().hasSuffix("\r\n\r\n4\r\npart\r\n"))
    #expect(await live.thread.sync { source.closings } == 1)
  }

  @Test("A client that goes away ends its stream")
  func disconnectAmidStream() async throws {
    let source = PushedSource()
    let live = try await LiveServer { _, _, responder in
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    await live.thread.sync {
      source.whenResumed = { out in while out.write([UInt8](repeating: 1, count: 65536)) {} }
    }
    do {
      let client = try live.connect()
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(!client.receive(100).isEmpty)
    }
    while await live.thread.sync({ source.closings }) == 0 {}
    #expect(await live.thread.sync { source.closings } == 1)
  }
}
