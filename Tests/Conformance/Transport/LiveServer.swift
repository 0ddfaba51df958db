import Glibc
import Protocols
import Testing

@testable import Transport

/// Runs work that blocks on a thread of its own, to be joined.
func startThread(_ work: @escaping @Sendable () -> Void) -> pthread_t {
  final class Box: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().work() }
      return nil
    }, Unmanaged.passRetained(Box(work)).toOpaque())
  return thread
}

/// A loop on a thread of its own, ended with the value.
///
final class LoopThread: Sendable {
  let loop: EventLoop
  private let thread: pthread_t

  init() throws {
    loop = try EventLoop()
    let loop: EventLoop = loop
    thread = startThread { loop.run() }
  }

  /// Does the work on the loop and waits for it.
  func sync<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      loop.post { continuation.resume(returning: work()) }
    }
  }

  func end() {
    loop.stop()
    pthread_join(thread, nil)
  }
}

/// An application made of a closure; what a test wants to look at it keeps itself.
///
/// `@unchecked Sendable`: made by the test, used on the loop.
final class ClosureApplication: HTTPApplication, @unchecked Sendable {
  typealias Handler = (HTTPRequestHead, HTTPPeer, any HTTPResponder) -> (any BodySink)?
  private let handler: Handler
  init(_ handler: @escaping @Sendable (HTTPRequestHead, HTTPPeer, any HTTPResponder) -> (any BodySink)?) {
    self.handler = handler
  }
  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    handler(head, peer, responder)
  }
}

/// A server on a thread of its own.
struct LiveServer {
  let thread: LoopThread
  let server: HTTPServer
  let port: Int

  init(
    _ configure: (inout HTTPServer.Configuration) -> Void = { _ in },
    _ handler: @escaping @Sendable (HTTPRequestHead, HTTPPeer, any HTTPResponder) -> (any BodySink)?
  ) async throws {
    thread = try LoopThread()
    var configuration = HTTPServer.Configuration()
    configure(&configuration)
    let server = HTTPServer(
      loop: thread.loop, application: ClosureApplication(handler), configuration: configuration)
    self.server = server
    port = await thread.sync { (try? server.bind(host: "127.0.0.1", port: 0))?.port ?? 0 }
  }

  /// Answers every request with its method, path and body.
  static func echo(_ configure: (inout HTTPServer.Configuration) -> Void = { _ in }) async throws -> LiveServer {
    try await LiveServer(configure) { head, _, responder in
      MemorySink(limit: 64 << 20) { sink in
        responder.respond(
          HTTPResponseHead(status: 200),
          .bytes(Array("\(head.method) \(head.path) ".utf8) + sink.bytes))
      }
    }
  }

  func connect() throws -> RawClient { try RawClient(port: port) }
  func end() { thread.end() }
}

/// A blocking client that sends and reads bytes as they are.
///
/// `@unchecked Sendable`: one thread sends, one reads.
final class RawClient: @unchecked Sendable {
  let descriptor: Int32
  private var kept: [UInt8] = []

  /// The server's side of a connection.
  init(accepted descriptor: Int32) { self.descriptor = descriptor }

  init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A test that waits in vain fails after ten seconds instead of hanging.
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    let address = try #require(SocketAddress(literal: "127.0.0.1", port: port))
    let result: Int32 = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
    if result != 0 { throw IOError(code: errno, call: "connect") }
  }

  deinit { Glibc.close(descriptor) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count: Int = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Ends the sending side only.
  func shutdownSending() { Glibc.shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next bytes; empty at the end, after a reset, or after ten seconds.
  func receive(_ limit: Int = 65536) -> [UInt8] {
    if !kept.isEmpty {
      defer { kept = [] }
      return kept
    }
    var buffer = [UInt8](repeating: 0, count: limit)
    let count: Int = recv(descriptor, &buffer, limit, 0)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// Bytes up to and with that text; what follows is kept.
  func receive(upTo text: String) -> String {
    var all: [UInt8] = []
    while true {
      if let end = all.firstRange(of: Array(text.utf8))?.upperBound {
        kept = Array(all[end...])
        return String(decoding: all[..<end], as: UTF8.self)
      }
      let next: [UInt8] = receive()
      if next.isEmpty { return String(decoding: all, as: UTF8.self) }
      all += next
    }
  }

  /// Everything up to the end of the connection.
  func receiveAll() -> String { String(decoding: receiveAllBytes(), as: UTF8.self) }

  func receiveAllBytes() -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let next: [UInt8] = receive(1 << 20)
      if next.isEmpty { return all }
      all += next
    }
  }

  /// One answer with its body by `Content-Length`; what follows is kept.
  func answer(toHead: Bool = false) -> (status: Int, head: String, body: [UInt8]) {
    var all: [UInt8] = []
    while true {
      if let end = all.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: all[..<end.lowerBound], as: UTF8.self)
        let status: Int = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var length = 0
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length: ") {
          length = Int(line.dropFirst(16)) ?? 0
        }
        if toHead || status == 100 || status == 204 || status == 304 { length = 0 }
        while all.count < end.upperBound + length {
          let next: [UInt8] = receive()
          if next.isEmpty { return (status, head, Array(all[end.upperBound...])) }
          all += next
        }
        kept = Array(all[(end.upperBound + length)...])
        return (status, head, Array(all[end.upperBound..<end.upperBound + length]))
      }
      let next: [UInt8] = receive()
      if next.isEmpty { return (0, String(decoding: all, as: UTF8.self), []) }
      all += next
    }
  }

  func text(_ body: [UInt8]) -> String { String(decoding: body, as: UTF8.self) }
}

/// A server on a thread that does with each connection, one after another, what the test says.
///
/// `@unchecked Sendable`: the descriptor is shut once the test is over.
final class FakeServer: @unchecked Sendable {
  let port: Int
  private let listener: Int32
  private let thread: pthread_t

  init(_ serve: @escaping @Sendable (RawClient) -> Void) throws {
    let listener: Int32 = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let address = try #require(SocketAddress(literal: "127.0.0.1", port: 0))
    try System.bind(listener, address)
    try System.listen(listener, backlog: 16)
    self.listener = listener
    port = try System.localAddress(listener).port
    thread = startThread {
      while true {
        let accepted: Int32 = accept(listener, nil, nil)
        guard accepted >= 0 else { return }
        serve(RawClient(accepted: accepted))
      }
    }
  }

  func end() {
    shutdown(listener, Int32(SHUT_RDWR))
    pthread_join(thread, nil)
    close(listener)
  }
}
