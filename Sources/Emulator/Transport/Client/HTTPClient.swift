package import Protocols

/// Why a request got no whole answer.
package enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  case noSuchHost(String)
  case connect(IOError)
  case io(IOError)
  /// TLS could not be begun; the text says why.
  case untrusted(String)
  case timedOut
  /// The server closed before the answer was complete.
  case closed
  /// What the server sent is no HTTP/1.1.
  case malformed
  /// The body is larger than the caller takes.
  case tooLarge
  /// The method, the target or a field cannot be sent as it is.
  case unsendable(String)
  case cancelled

  package var description: String {
    switch self {
    case .noSuchHost(let host): "no such host: \(host)"
    case .connect(let error), .io(let error): error.description
    case .untrusted(let why): why
    case .timedOut: "timed out"
    case .closed: "the server closed the connection before its answer was complete"
    case .malformed: "the server's answer is not HTTP/1.1"
    case .tooLarge: "the server's answer is too large"
    case .unsendable(let what): "not sendable: \(what)"
    case .cancelled: "cancelled"
    }
  }
}

/// What comes of a call, in this order; `end` or `failed` is the last. Given on the loop.
package enum HTTPClientEvent {
  case head(HTTPResponseHead)
  /// A piece of the body; good until the receiver returns.
  case body(UnsafeRawBufferPointer)
  case end
  case failed(HTTPClientError)
}

/// Sends HTTP/1.1 requests on the loop's thread; idle connections are kept for the next request to the same host and port.
///
/// `@unchecked Sendable`: `send` may be called from any thread and goes to the loop; all else is used there.
package final class HTTPClient: @unchecked Sendable {
  let loop: EventLoop
  private var idle: [String: [ClientConnection]] = [:]
  private static let idlePerHost = 16
  private static let idleTime = Duration.seconds(20)

  /// Whom to believe; nil: the client speaks plain HTTP.
  let trust: TLSTrust?

  /// `trust`: every call goes over TLS, and the server has to prove its name.
  package init(loop: EventLoop, trust: TLSTrust? = nil) {
    self.loop = loop
    self.trust = trust
  }

  /// A whole answer.
  package struct Answer: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: [UInt8]
  }

  /// Sends the request and collects the answer, in that time as a whole and up to `limit` bytes of body. `Host`,
  /// `Content-Length` and `Connection` are put in here. From any thread; a cancelled task ends the call.
  package func send(
    _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8] = [], timeout: Duration = .seconds(60),
    limit: Int = 64 << 20
  ) async throws(HTTPClientError) -> Answer {
    let collector = Collector(limit: limit)
    try await perform { [self] wait in
      HTTPCall(self, host: host, port: port, head, body, timeout: timeout, isTotal: true) { event in
        if let error = collector.take(event) { wait.end(error) } else if case .end = event { wait.end(nil) }
      }
    }
    return Answer(status: collector.head.status, fields: collector.head.fields, body: collector.body)
  }

  /// Sends the request and gives the answer's head and body as they come, on the loop; `take` answers false to end the
  /// call. `timeout` is the longest time without a byte in either direction, nil for as long as it takes. From any
  /// thread; a cancelled task ends the call. Returns at the end of the answer, or after `take` answered false.
  package func follow(
    _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8] = [], timeout: Duration?,
    _ take: @escaping @Sendable (HTTPClientEvent) -> Bool
  ) async throws(HTTPClientError) {
    try await perform { [self] wait in
      HTTPCall(self, host: host, port: port, head, body, timeout: timeout, isTotal: false) { event in
        switch event {
        case .head, .body: if !take(event) { wait.end(nil) }
        case .end: wait.end(nil)
        case .failed(let error): wait.end(error)
        }
      }
    }
  }

  /// Begins a call on the loop and waits for its end.
  private func perform(_ begin: @escaping @Sendable (Wait) -> HTTPCall) async throws(HTTPClientError) {
    let wait = Wait()
    let error: HTTPClientError? = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.post {
          if wait.begin(continuation) { wait.call = begin(wait) }
        }
      }
    } onCancel: {
      loop.post { wait.end(.cancelled) }
    }
    if let error { throw error }
  }

  /// Sends the request and gives the answer as it comes. `timeout` is the longest time without a byte in either direction,
  /// nil for as long as it takes. Called on the loop; nothing is given before it returns.
  package func start(
    _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8] = [], timeout: Duration? = .seconds(60),
    _ receive: @escaping (HTTPClientEvent) -> Void
  ) -> HTTPCall {
    HTTPCall(self, host: host, port: port, head, body, timeout: timeout, isTotal: false, receive)
  }

  /// Closes the idle connections. Called on the loop.
  package func closeIdle() {
    let all: [ClientConnection] = idle.values.flatMap { $0 }
    idle = [:]
    for connection in all { connection.closeDescriptor() }
  }

  // MARK: The kept connections

  func takeIdle(_ key: String) -> ClientConnection? {
    // The youngest: it is the least likely to be closed by the server just now.
    guard let connection = idle[key]?.popLast() else { return nil }
    connection.idleTimer?.cancel()
    connection.idleTimer = nil
    return connection
  }

  func keep(_ connection: ClientConnection) {
    guard idle[connection.key, default: []].count < HTTPClient.idlePerHost else {
      connection.closeDescriptor()
      return
    }
    idle[connection.key, default: []].append(connection)
    connection.idleTimer = loop.schedule(after: HTTPClient.idleTime) { [weak self, weak connection] in
      guard let self, let connection else { return }
      forget(connection)
      connection.closeDescriptor()
    }
  }

  func forget(_ connection: ClientConnection) {
    connection.idleTimer?.cancel()
    connection.idleTimer = nil
    guard var kept = idle[connection.key] else { return }
    kept.removeAll { $0 === connection }
    idle[connection.key] = kept.isEmpty ? nil : kept
  }
}

/// A task that waits for the end of its call.
///
/// `@unchecked Sendable`: carried to the loop and used there only.
private final class Wait: @unchecked Sendable {
  var call: HTTPCall?
  private var continuation: CheckedContinuation<HTTPClientError?, Never>?
  private var isOver = false

  /// False where the task was cancelled before: then there is nothing to begin.
  func begin(_ continuation: CheckedContinuation<HTTPClientError?, Never>) -> Bool {
    if isOver {
      continuation.resume(returning: .cancelled)
      return false
    }
    self.continuation = continuation
    return true
  }

  /// The call is over, or ends with this.
  func end(_ error: HTTPClientError?) {
    guard !isOver else { return }
    isOver = true
    let waiting: CheckedContinuation<HTTPClientError?, Never>? = continuation
    continuation = nil
    call?.cancel()
    call = nil
    waiting?.resume(returning: error)
  }
}

/// Puts an answer together.
///
/// `@unchecked Sendable`: filled on the loop, read when the call is over.
private final class Collector: @unchecked Sendable {
  private(set) var head = HTTPResponseHead(status: 0)
  private(set) var body: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// What ends the call with a failure.
  func take(_ event: HTTPClientEvent) -> HTTPClientError? {
    switch event {
    case .head(let head): self.head = head
    case .body(let piece):
      guard body.count + piece.count <= limit else { return .tooLarge }
      body.append(contentsOf: piece)
    case .end: break
    case .failed(let error): return error
    }
    return nil
  }
}
