internal import Protocols

/// One request of a client and its answer. Loop only.
package final class HTTPCall {
  private let client: HTTPClient
  private let host: String
  private let port: Int
  private let head: HTTPRequestHead
  private let body: [UInt8]
  private var receive: ((HTTPClientEvent) -> Void)?
  private var dialler: Dialler?
  private var connection: ClientConnection?
  private var timer: TimerHandle?
  private let timeout: Duration?
  /// The time-out is for all of it, not from byte to byte.
  private let isTotal: Bool
  private var lastProgress: UInt64
  private(set) var isPaused = false

  init(
    _ client: HTTPClient, host: String, port: Int, _ head: HTTPRequestHead, _ body: [UInt8], timeout: Duration?,
    isTotal: Bool, _ receive: @escaping (HTTPClientEvent) -> Void
  ) {
    self.client = client
    self.host = host
    self.port = port
    self.head = head
    self.body = body
    self.timeout = timeout
    self.isTotal = isTotal
    self.receive = receive
    lastProgress = client.loop.now
    // In a step of its own, so that nothing is given before the caller has the call.
    client.loop.schedule(at: 0) { [self] in begin() }
  }

  /// Ends the call with `failed(.cancelled)`, where it is not over yet.
  package func cancel() { fail(.cancelled) }

  /// Stops the reading of the answer (back-pressure).
  package func pause() { isPaused = true }

  /// Reads on.
  package func resume() {
    guard isPaused else { return }
    isPaused = false
    progressed()
    connection?.resumeReading()
  }

  private func begin() {
    guard receive != nil else { return }
    if let what = unsendable() {
      fail(.unsendable(what))
      return
    }
    if let timeout { scheduleTimeOut(timeout) }
    let key: String = "\(host):\(port)"
    if let kept = client.takeIdle(key) {
      connection = kept
      kept.begin(self, request(), toHead: head.method == "HEAD")
    } else {
      dial()
    }
  }

  private func dial() {
    dialler = Dialler(host, port: port, loop: client.loop) { [self] result in
      dialler = nil
      switch result {
      case .failure(.noSuchHost): fail(.noSuchHost(host))
      case .failure(.refused(let error)): fail(.connect(error))
      case .success(let descriptor):
        let made = ClientConnection(client, descriptor, key: "\(host):\(port)")
        do throws(TLSError) {
          if let trust = client.trust { made.tls = try TLSSession(client: trust.context, bareHost, client.loop) }
        } catch {
          made.closeDescriptor()
          fail(.untrusted(error.description))
          return
        }
        do throws(IOError) {
          try client.loop.register(made, for: EventLoop.readable)
        } catch {
          fail(.io(error))
          return
        }
        progressed()
        connection = made
        made.begin(self, request(), toHead: head.method == "HEAD")
      }
    }
  }

  /// Without the brackets of an IPv6 literal: the name that the server's certificate has to hold.
  private var bareHost: String {
    host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }

  // MARK: The request

  /// What of the request would not reach the server as it is.
  private func unsendable() -> String? {
    if head.method.isEmpty || !head.method.utf8.allSatisfy({ HTTP1Syntax.isToken($0) }) {
      return "the method \(head.method)"
    }
    let isTarget: (UInt8) -> Bool = { $0 > 0x20 && $0 != 0x7f }
    if !head.path.utf8.starts(with: "/".utf8) || !head.path.utf8.allSatisfy(isTarget) { return "the path \(head.path)" }
    if !head.query.utf8.allSatisfy(isTarget) { return "the query \(head.query)" }
    for field in head.fields.all {
      let isName: Bool = !field.name.isEmpty && field.name.utf8.allSatisfy({ HTTP1Syntax.isToken($0) })
      var value: String = field.value
      let isValue: Bool = value.withUTF8 { !HTTP1Syntax.hasControl(UnsafeRawBufferPointer($0)) }
      if !isName || !isValue { return "the field \(field.name)" }
    }
    return nil
  }

  private func request() -> OutputBuffer {
    let out = OutputBuffer(capacity: 1024 + body.count)
    out.append(head.method)
    out.append(UInt8(ascii: " "))
    out.append(head.path)
    if !head.query.isEmpty {
      out.append(UInt8(ascii: "?"))
      out.append(head.query)
    }
    out.append(" HTTP/1.1\r\n" as StaticString)
    if head.fields["Host"] == nil {
      let name: String = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
      out.append(field: "Host", port == (client.trust == nil ? 80 : 443) ? name : "\(name):\(port)")
    }
    for field in head.fields.all {
      // The framing is ours.
      let isFraming: Bool = ["content-length", "transfer-encoding", "connection"].contains {
        HTTPFields.sameName(field.name, $0)
      }
      if !isFraming { out.append(field: field.name, field.value) }
    }
    if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(head.method) {
      out.append(field: "Content-Length", String(body.count))
    }
    out.append("\r\n" as StaticString)
    out.append(body)
    return out
  }

  // MARK: From the connection

  func progressed() { lastProgress = client.loop.now }

  func deliver(_ event: HTTPClientEvent) { receive?(event) }

  func complete() {
    connection = nil
    finish(.end)
  }

  /// The connection broke. A request that a kept connection did not take can be sent again where doing it twice is the
  /// same as once (RFC 9110 §9.2.2).
  func broke(_ error: HTTPClientError, untouched: Bool) {
    connection = nil
    if untouched, ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(head.method) {
      dial()
    } else {
      fail(error)
    }
  }

  private func fail(_ error: HTTPClientError) {
    guard receive != nil else { return }
    dialler?.cancel()
    dialler = nil
    let left: ClientConnection? = connection
    connection = nil
    left?.abandon()
    finish(.failed(error))
  }

  private func finish(_ event: HTTPClientEvent) {
    timer?.cancel()
    timer = nil
    let receive: ((HTTPClientEvent) -> Void)? = self.receive
    self.receive = nil
    receive?(event)
  }

  private func scheduleTimeOut(_ after: Duration) {
    timer = client.loop.schedule(after: after) { [weak self] in
      guard let self, let timeout, receive != nil else { return }
      if isTotal {
        fail(.timedOut)
        return
      }
      let quiet = Duration.nanoseconds(Int64(client.loop.now &- lastProgress))
      if isPaused {
        scheduleTimeOut(timeout)
      } else if quiet >= timeout {
        fail(.timedOut)
      } else {
        scheduleTimeOut(timeout - quiet)
      }
    }
  }
}
