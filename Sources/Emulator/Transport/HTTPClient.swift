import CLinux
import Glibc
package import Protocols

/// A small HTTP/1.1 client on the loop: one connection a call, plain TCP. For the form app, the commands, and what the
/// emulator sends.
///
/// `@unchecked Sendable`: holds nothing but the loop.
package final class HTTPClient: @unchecked Sendable {
  private let loop: EventLoop

  package init(loop: EventLoop) { self.loop = loop }

  package struct Answer: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: [UInt8]
  }

  /// Sends a request and returns the whole answer. `Host`, `Content-Length` and `Connection` are added. Throws when the
  /// host does not resolve, nothing answers within `timeout` seconds, or the answer is broken or over 64 MiB.
  package func send(
    _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8] = [], timeout: Int = 60
  ) async throws(IOError) -> Answer {
    let collected = Collected()
    try await follow(host, port, head, body, timeout: timeout) { event in
      switch event {
      case .head(let head): collected.head = head
      case .body(let bytes):
        collected.body.append(contentsOf: bytes)
        return collected.body.count <= 64 << 20
      default: break
      }
      return true
    }
    guard let head = collected.head else { throw IOError(EPROTO, "http://\(host):\(port)") }
    return Answer(status: head.status, fields: head.fields, body: collected.body)
  }

  /// `@unchecked Sendable`: filled on the loop before the call returns, read afterwards.
  private final class Collected: @unchecked Sendable {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
  }

  /// As `send`, the answer told piece by piece on the loop; `take` answers false to stop. `timeout` nil: as long as it takes.
  package func follow(
    _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8] = [], timeout: Int?,
    _ take: @escaping @Sendable (HTTPResponseParser.Event) -> Bool
  ) async throws(IOError) {
    let addresses = try await Resolver.addresses(of: host, port)
    let bytes = Self.request(host, port, head, body)
    let isHead = head.method == "HEAD"
    let failure: IOError? = await withCheckedContinuation { continuation in
      loop.post { [loop] in
        let call = HTTPCall(loop, addresses, "http://\(host):\(port)", bytes, isHead: isHead, take) {
          continuation.resume(returning: $0)
        }
        if let timeout {
          loop.schedule(after: .seconds(timeout)) { [weak call] in
            call?.end(IOError(ETIMEDOUT, "http://\(host):\(port)"))
          }
        }
        call.connect()
      }
    }
    if let failure { throw failure }
  }

  private static func request(_ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8]) -> [UInt8] {
    var text = "\(head.method) \(head.path)\(head.query.isEmpty ? "" : "?" + head.query) HTTP/1.1\r\n"
    if head.fields["Host"] == nil { text += "Host: \(host.contains(":") ? "[\(host)]" : host):\(port)\r\n" }
    for field in head.fields.all { text += "\(field.name): \(field.value)\r\n" }
    if head.fields["Content-Length"] == nil, !body.isEmpty || head.method != "GET" {
      text += "Content-Length: \(body.count)\r\n"
    }
    text += "Connection: close\r\n\r\n"
    return Array(text.utf8) + body
  }
}

/// One call on one connection. Loop only.
///
/// `@unchecked Sendable`: the time-out carries it back to the loop.
private final class HTTPCall: EventHandler, @unchecked Sendable {
  private let loop: EventLoop
  private var addresses: [Resolver.Address]
  private let what: String
  private let request: [UInt8]
  private var sent = 0
  private var descriptor: Int32 = -1
  private var parser: HTTPResponseParser
  private let take: (HTTPResponseParser.Event) -> Bool
  private var done: ((IOError?) -> Void)?
  /// Keeps itself until the end: nobody else does.
  private var own: HTTPCall?

  init(
    _ loop: EventLoop, _ addresses: [Resolver.Address], _ what: String, _ request: [UInt8], isHead: Bool,
    _ take: @escaping (HTTPResponseParser.Event) -> Bool, _ done: @escaping (IOError?) -> Void
  ) {
    self.loop = loop
    self.addresses = addresses
    self.what = what
    self.request = request
    parser = HTTPResponseParser(isHead: isHead)
    self.take = take
    self.done = done
  }

  /// Tries the addresses in order.
  func connect() {
    own = self
    var last: Int32 = ECONNREFUSED
    while !addresses.isEmpty {
      let address = addresses.removeFirst()
      descriptor = socket(
        address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
      guard descriptor >= 0 else {
        last = errno
        continue
      }
      let result = address.withPointer { Glibc.connect(descriptor, $0, $1) }
      if result == 0 || errno == EINPROGRESS {
        do throws(IOError) {
          try loop.add(descriptor, EPOLLOUT.rawValue | EPOLLIN.rawValue, self)
          return
        } catch {
          last = error.code
        }
      } else {
        last = errno
      }
      close(descriptor)
      descriptor = -1
    }
    end(IOError(last, what))
  }

  func ready(_ events: UInt32) {
    if sent == 0 {
      var code: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
      if code != 0 {
        loop.remove(descriptor)
        close(descriptor)
        descriptor = -1
        if addresses.isEmpty { end(IOError(code, what)) } else { connect() }
        return
      }
    }
    if sent < request.count { write() }
    if descriptor >= 0, events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { read() }
  }

  private func write() {
    while sent < request.count {
      let count = request.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + sent, request.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN { return }
        // An early answer may still be there to read.
        break
      }
      sent += count
    }
    loop.modify(descriptor, EPOLLIN.rawValue)
  }

  private func read() {
    let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
    if count < 0 {
      if errno != EAGAIN && errno != EINTR { end(IOError(errno, what)) }
      return
    }
    if count == 0 {
      switch parser.close() {
      case .end: end(nil)
      default: end(IOError(ECONNRESET, what))
      }
      return
    }
    parser.feed(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
    while true {
      let event = parser.next()
      switch event {
      case .more: return
      case .end: return end(nil)
      case .failure: return end(IOError(EPROTO, what))
      case .head, .body: if !take(event) { return end(IOError(EFBIG, what)) }
      }
    }
  }

  func end(_ failure: IOError?) {
    guard let done else { return }
    self.done = nil
    if descriptor >= 0 {
      loop.remove(descriptor)
      close(descriptor)
      descriptor = -1
    }
    own = nil
    done(failure)
  }
}
