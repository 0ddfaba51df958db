import Glibc
import Protocols
import Testing

@testable import Transport

/// TLS on the plain port, spoken with by the room's own client.
struct TLSTests {
  /// The authority of that identity, in a file of its own.
  private func trust(_ identity: TLSIdentity) throws -> TLSTrust {
    var name: [CChar] = "/tmp/transport-test-XXXXXX".utf8CString.map { $0 }
    let file: Int32 = mkstemp(&name)
    defer { unlink(name) }
    let pem: [UInt8] = try identity.authority()
    #expect(write(file, pem, pem.count) == pem.count)
    close(file)
    return try TLSTrust(authorities: String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  @Test("Plain and encrypted clients share the port; the application is told which is which")
  func onePort() async throws {
    let identity = TLSIdentity(keptIn: nil)
    let showing: (inout HTTPServer.Configuration) -> Void = { $0.tls = identity }
    let live = try await LiveServer(showing) { head, peer, responder in
      MemorySink(limit: 64 << 20) { sink in
        responder.respond(
          HTTPResponseHead(status: 200), .bytes(Array("\(head.method) \(peer.isTLS) ".utf8) + sink.bytes))
      }
    }
    defer { live.end() }
    let plain = try await HTTPClient(loop: live.thread.loop).send(
      "127.0.0.1", live.port, HTTPRequestHead(method: "POST", path: "/"), [65])
    #expect(plain.body == Array("POST false A".utf8))
    let client = HTTPClient(loop: live.thread.loop, trust: try trust(identity))
    // By name and by address, and twice on one connection.
    for host in ["localhost", "127.0.0.1", "localhost"] {
      let answer = try await client.send(host, live.port, HTTPRequestHead(method: "POST", path: "/"), [66])
      #expect(answer.body == Array("POST true B".utf8))
    }
    let large: [UInt8] = Pattern.bytes(0, 5_000_000)
    let answer = try await client.send("localhost", live.port, HTTPRequestHead(method: "PUT", path: "/"), large)
    #expect(answer.body == Array("PUT true ".utf8) + large)
  }

  @Test("A server whose authority is unknown, or whose name is another, is not believed")
  func unbelieved() async throws {
    let identity = TLSIdentity(keptIn: nil)
    let live = try await LiveServer.echo { $0.tls = identity }
    defer { live.end() }
    let stranger = HTTPClient(loop: live.thread.loop, trust: try trust(TLSIdentity(keptIn: nil)))
    await #expect(throws: HTTPClientError.untrusted("TLS: certificate verify failed")) {
      try await stranger.send("127.0.0.1", live.port, HTTPRequestHead(method: "GET", path: "/"))
    }
    // Another loopback address is none of the certificate's.
    let client = HTTPClient(loop: live.thread.loop, trust: try trust(identity))
    await #expect(throws: HTTPClientError.self) {
      try await client.send("127.0.0.2", live.port, HTTPRequestHead(method: "GET", path: "/"))
    }
  }

  @Test("Bodies of every kind are encrypted", arguments: ["bytes", "files", "stream", "short"])
  func bodies(_ kind: String) async throws {
    let size = 3_000_000
    let file = try TemporaryFile(size: size)
    let identity = TLSIdentity(keptIn: nil)
    let showing: (inout HTTPServer.Configuration) -> Void = { $0.tls = identity }
    let live = try await LiveServer(showing) { head, _, responder in
      switch head.path {
      case "/bytes": responder.respond(HTTPResponseHead(status: 200), .bytes(Pattern.bytes(0, size)))
      case "/files":
        responder.respond(
          HTTPResponseHead(status: 200), .files([file.range(0, 1_000_000), file.range(1_000_000, 2_000_000)]))
      case "/short": responder.respond(HTTPResponseHead(status: 200), .files([file.range(0, size + 1)]))
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
    let client = HTTPClient(loop: live.thread.loop, trust: try trust(identity))
    let head = HTTPRequestHead(method: "GET", path: "/" + kind)
    if kind == "short" {
      await #expect(throws: HTTPClientError.self) { try await client.send("localhost", live.port, head) }
      return
    }
    #expect(try await client.send("localhost", live.port, head).body == Pattern.bytes(0, size))
  }

  @Test("Noise that begins like TLS is answered with an alert and closed; without an identity it is closed")
  func noise() async throws {
    let identity = TLSIdentity(keptIn: nil)
    let live = try await LiveServer.echo { $0.tls = identity }
    defer { live.end() }
    let client = try live.connect()
    client.send([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])
    #expect(client.receive().first == 0x15)
    #expect(client.receive().isEmpty)
    let other = try live.connect()
    other.send([0x16])
    other.shutdownSending()
    #expect(other.receive().isEmpty)
  }

  @Test("The own certificate is kept, and is for its owner's eyes only")
  func kept() throws {
    var name: [CChar] = "/tmp/transport-test-XXXXXX".utf8CString.map { $0 }
    #expect(mkdtemp(&name) != nil)
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file: String = folder + "/tls.pem"
    defer {
      unlink(file)
      rmdir(folder)
    }
    let first: [UInt8] = try TLSIdentity(keptIn: file).authority()
    #expect(try TLSIdentity(keptIn: file).authority() == first)
    #expect(try TLSIdentity(keptIn: nil).authority() != first)
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    // The authority's key is nowhere.
    #expect(String(decoding: first, as: UTF8.self).hasPrefix("-----BEGIN CERTIFICATE-----"))
    // Given files are refused with one line where they are no such thing.
    #expect(throws: TLSError.self) { try TLSIdentity(certificate: folder + "/none", key: folder + "/none") }
    let given = try TLSIdentity(certificate: file, key: file)
    _ = try given.context()
  }
}
