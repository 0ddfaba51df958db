package import Protocols

/// Why a request got no whole answer.
package enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  case noSuchHost(String)
  case connect(IOError)
  case io(IOError)
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

  package init(loop: EventLoop) { self.loop = loop }

  /// Sends the request and collects the answer, in that time as a whole and up to `limit` bytes of body. `Host`,
  /// `Content-Length` and `Connection` are put in here. From any thread; a cancelled task ends the call.
  package func send(
    host: String, port: Int, _ head: HTTPRequestHead, body: [UInt8] = [], timeout: Duration = .seconds(60),
    limit: Int = 64 << 20
  ) async throws(HTTPClientError) -> (head: HTTPResponseHead, body: [UInt8]) {
    let collector = Collector(limit: limit)
    let result: Result<(head: HTTPResponseHead, body: [UInt8]), HTTPClientError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.post { [self] in
          collector.begin(continuation)
          guard !collector.isOver else { return }
          collector.call = HTTPCall(
            self, host: host, port: port, head, body, timeout: timeout, isTotal: true
          ) { collector.take($0) }
        }
      }
    } onCancel: {
      loop.post { collector.cancel() }
    }
    return try result.get()
  }

  /// Sends the request and gives the answer as it comes. `timeout` is the longest time without a byte in either direction.
  /// Called on the loop; nothing is given before it returns.
  package func start(
    host: String, port: Int, _ head: HTTPRequestHead, body: [UInt8] = [], timeout: Duration = .seconds(60),
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

/// Puts an answer together for a waiting task.
///
/// `@unchecked Sendable`: carried to the loop and used there only.
private final class Collector: @unchecked Sendable {
  typealias Answer = Result<(head: HTTPResponseHead, body: [UInt8]), HTTPClientError>
  var call: HTTPCall?
  private(set) var isOver = false
  private var continuation: CheckedContinuation<Answer, Never>?
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The task may have been cancelled before.
  func begin(_ continuation: CheckedContinuation<Answer, Never>) {
    self.continuation = continuation
    if isOver { finish(.failure(.cancelled)) }
  }

  func cancel() {
    call?.cancel()
    isOver = true
  }

  func take(_ event: HTTPClientEvent) {
    switch event {
    case .head(let head): self.head = head
    case .body(let piece):
      guard body.count + piece.count <= limit else {
        finish(.failure(.tooLarge))
        call?.cancel()
        return
      }
      body.append(contentsOf: piece)
    case .end:
      if let head { finish(.success((head, body))) } else { finish(.failure(.malformed)) }
    case .failed(let error): finish(.failure(error))
    }
  }

  private func finish(_ answer: Answer) {
    isOver = true
    let waiting: CheckedContinuation<Answer, Never>? = continuation
    continuation = nil
    waiting?.resume(returning: answer)
  }
}
