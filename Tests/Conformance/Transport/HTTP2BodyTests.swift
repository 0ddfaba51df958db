import Protocols
import Testing

@testable import Transport

/// Bodies over HTTP/2, both ways, and their flow control.
struct HTTP2BodyTests {
  @Test("A sink that asks for a pause gets no more than the window, and every byte once it goes on")
  func pausedSink() async throws {
    let sinks = Sinks()
    let live = try await LiveServer { _, _, responder in
      let sink = PausingSink { count in
        responder.respond(HTTPResponseHead(status: 200), .bytes(Array("\(count)".utf8)))
      }
      sinks.all.append(sink)
      return sink
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    // The window is ours once the client has acknowledged it.
    client.settle()
    client.request(1, "PUT", "/", ends: false)
    let window: Int = HTTP2Connection.streamWindow
    for start in stride(from: 0, to: window, by: 16384) { client.data(1, Pattern.bytes(start, 16384)) }
    client.settle()
    // The window is used up, and no new credit has been given.
    #expect(!client.others.contains { $0.type == HTTP2Client.Kind.windowUpdate && $0.stream == 1 })
    #expect(await live.thread.sync { sinks.all[0].count } < window)
    // Another stream is served meanwhile.
    client.request(3, "PUT", "/", ends: false)
    client.data(3, Pattern.bytes(0, 1000))
    client.settle()
    await live.thread.sync { for sink in sinks.all { sink.goOn(live.thread.loop) } }
    #expect(client.next(HTTP2Client.Kind.windowUpdate, stream: 1) != nil)
    client.data(3, [], ends: true)
    client.data(1, Pattern.bytes(window, 16384), ends: true)
    #expect(client.answer(1).text == "\(window + 16384)")
    #expect(client.answer(3).text == "1000")
    #expect(await live.thread.sync { sinks.all.allSatisfy { $0.isWhole } })
  }

  @Test("A client that sends past the window is refused")
  func windowOverrun() async throws {
    let sinks = Sinks()
    let live = try await LiveServer { _, _, _ in
      let sink = PausingSink { _ in }
      sinks.all.append(sink)
      return sink
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.settle()
    client.request(1, "PUT", "/", ends: false)
    for start in stride(from: 0, through: HTTP2Connection.streamWindow, by: 16384) {
      client.data(1, Pattern.bytes(start, 16384))
    }
    // FLOW_CONTROL_ERROR.
    let answer = client.answer(1)
    #expect(answer.reset == 3 || client.others.contains { $0.type == HTTP2Client.Kind.goAway && $0.code == 3 })
  }

  @Test("The credit of streams that end early is given back to the connection")
  func connectionCredit() async throws {
    let live = try await LiveServer { _, _, _ in PausingSink { _ in } }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.settle()
    // Twice the connection's window, on streams that are reset with all of it kept.
    let piece: [UInt8] = Pattern.bytes(0, 16384)
    for number in 0..<(2 * HTTP2Connection.connectionWindow / (1 << 20)) {
      let stream: Int = number * 2 + 1
      client.request(stream, "PUT", "/", ends: false)
      for _ in 0..<(1 << 20) / piece.count { client.data(stream, piece) }
      client.send(HTTP2Client.Kind.reset, stream: stream, HTTP2Client.four(8))
      client.settle()
    }
    #expect(!client.others.contains { $0.type == HTTP2Client.Kind.goAway })
  }

  @Test(
    "An answer waits for the client's credit, whatever its body is made of", arguments: ["bytes", "files", "stream"])
  func answerWindow(_ kind: String) async throws {
    let size = 3_000_000
    let file = try TemporaryFile(size: size)
    let live = try await LiveServer { head, _, responder in
      switch head.path {
      case "/bytes": responder.respond(HTTPResponseHead(status: 200), .bytes(Pattern.bytes(0, size)))
      case "/files":
        responder.respond(
          HTTPResponseHead(status: 200),
          .files([file.range(0, 1_000_000), file.range(1_000_000, 0), file.range(1_000_000, 2_000_000)]))
      default:
        let source = PushedSource()
        source.whenResumed = { out in
          while source.written < size {
            let piece: [UInt8] = Pattern.bytes(source.written, min(10_000, size - source.written))
            source.written += piece.count
            if !out.write(piece) { return }
          }
          out.finish()
        }
        responder.respond(HTTPResponseHead(status: 200), .stream(source))
      }
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.givesCredit = false
    client.request(1, "GET", "/" + kind)
    while (client.answers[1]?.body.count ?? 0) < 65_535, client.next() != nil {}
    client.settle()
    #expect(client.answers[1]?.body.count == 65_535)
    #expect(client.answers[1]?.value("content-length") == (kind == "stream" ? nil : "\(size)"))
    client.givesCredit = true
    client.credit(0, 65_535)
    client.credit(1, 65_535)
    let answer = client.answer(1)
    #expect(answer.body == Pattern.bytes(0, size))
    #expect(answer.isWhole)
  }

  @Test("A source is held back while the client gives no credit, and others go on beside it")
  func heldSource() async throws {
    let source = PushedSource()
    let live = try await LiveServer { head, _, responder in
      if head.path == "/other" {
        responder.respond(HTTPResponseHead(status: 200), .bytes(Array("other".utf8)))
        return nil
      }
      source.whenResumed = { out in
        repeat { source.written += 10_000 } while out.write([UInt8](repeating: 7, count: 10_000))
      }
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.givesCredit = false
    client.request(1)
    while (client.answers[1]?.body.count ?? 0) < 65_535, client.next() != nil {}
    client.settle()
    let before: Int = await live.thread.sync { source.written }
    #expect(before < 65_535 + StreamBody.highWater + 10_000 + (64 << 10))
    client.credit(0, 1_000_000)
    client.request(3, "GET", "/other")
    #expect(client.answer(3).text == "other")
    #expect(await live.thread.sync { source.written } == before)
    client.credit(1, 500_000)
    while (client.answers[1]?.body.count ?? 0) < 500_000, client.next() != nil {}
    #expect(await live.thread.sync { source.written } > before)
    client.send(HTTP2Client.Kind.reset, stream: 1, HTTP2Client.four(8))
    client.settle()
    #expect(await live.thread.sync { source.closings } == 1)
  }

  @Test("A source may write whenever it has something; the end of the body ends the stream")
  func pushedLater() async throws {
    let source = PushedSource()
    let writer = Writer()
    let live = try await LiveServer { _, _, responder in
      source.whenResumed = { writer.out = $0 }
      responder.respond(HTTPResponseHead(status: 200), .stream(source))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1)
    // The head is there before a byte of the body.
    #expect(client.next(HTTP2Client.Kind.headers, stream: 1)?.endsStream == false)
    for word in ["one", "two"] {
      await live.thread.sync { _ = writer.out?.write(Array(word.utf8)) }
      #expect(client.next(HTTP2Client.Kind.data, stream: 1)?.payload == Array(word.utf8))
    }
    await live.thread.sync { writer.out?.finish() }
    #expect(client.answer(1).isWhole)
    #expect(await live.thread.sync { source.closings } == 1)
  }

  @Test("A body that cannot be completed resets its stream alone")
  func brokenBodies() async throws {
    let file = try TemporaryFile(size: 1000)
    let sources = [PushedSource(), PushedSource(length: 3), PushedSource(length: 3)]
    sources[0].whenResumed = { out in
      _ = out.write([1])
      out.abort()
    }
    sources[1].whenResumed = { out in _ = out.write([1, 2, 3, 4]) }
    sources[2].whenResumed = { out in
      _ = out.write([1])
      out.finish()
    }
    let live = try await LiveServer { head, _, responder in
      let number: Int = Int(head.path.dropFirst()) ?? 0
      let body: HTTPBody = number < 3 ? .stream(sources[number]) : .files([file.range(0, 2000)])
      responder.respond(HTTPResponseHead(status: 200), body)
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    for number in 0..<4 {
      client.request(number * 2 + 1, "GET", "/\(number)")
      let answer = client.answer(number * 2 + 1)
      // INTERNAL_ERROR.
      #expect(answer.reset == 2, "\(number)")
      #expect(!answer.isWhole)
    }
    #expect(await live.thread.sync { sources.map(\.closings) } == [1, 1, 1])
    client.settle()
  }

  @Test("An unwanted small body is dropped; a large one is stopped behind the answer")
  func droppedBodies() async throws {
    let live = try await LiveServer { head, _, responder in
      responder.respond(HTTPResponseHead(status: 403), .bytes(Array(head.path.utf8)))
      return nil
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/1", ends: false)
    client.data(1, [UInt8](repeating: 1, count: 10_000), ends: true)
    #expect(client.answer(1).text == "/1")
    #expect(client.answers[1]?.reset == nil)
    client.request(3, "PUT", "/3", [("content-length", "10000000")], ends: false)
    #expect(client.answer(3).text == "/3")
    #expect(client.next(HTTP2Client.Kind.reset, stream: 3)?.code == 0)
    // Of unknown length: once more came than is dropped.
    client.request(5, "PUT", "/5", ends: false)
    for _ in 0..<5 { client.data(5, [UInt8](repeating: 1, count: 16_384)) }
    #expect(client.answer(5).text == "/5")
    #expect(client.next(HTTP2Client.Kind.reset, stream: 5)?.code == 0)
    client.settle()
  }

  @Test("A body of another length than announced resets the stream and cancels the sink")
  func wrongLength() async throws {
    let steps = Steps()
    let live = try await LiveServer { _, _, responder in
      responder.onDisconnect = { steps.add("gone") }
      return CancelSink { steps.add("cancelled") }
    }
    defer { live.end() }
    let client = try HTTP2Client(live)
    client.request(1, "PUT", "/", [("content-length", "5")], ends: false)
    client.data(1, [1, 2, 3], ends: true)
    #expect(client.answer(1).reset == 1)
    client.settle()
    #expect(await live.thread.sync { steps.all } == ["cancelled", "gone"])
  }
}

/// The writer that a source was given. `@unchecked Sendable`: used on the loop only.
private final class Writer: @unchecked Sendable {
  var out: (any BodyWriter)?
}
