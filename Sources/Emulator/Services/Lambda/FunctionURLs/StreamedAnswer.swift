import Protocols

/// The streamed answer of a function behind a URL: with the content type of HTTP integrations it begins with its head as
/// JSON and eight zeros, else all of it is body. Loop only.
///
/// `@unchecked Sendable`: it is a body, which the transport carries; used on the Loop.
final class StreamedAnswer: BodySource, @unchecked Sendable {
  static let integration = "application/vnd.awslambda.http-integration-response"
  /// Bytes in which the head must have come.
  private static let headLimit = 64 << 10

  let length: Int? = nil
  private let stream: ResponseStream
  private let respond: (HTTPResponseHead, HTTPBody) -> Void
  private var needsHead: Bool
  private var pending: [UInt8] = []
  private var out: (any BodyWriter)?
  private var mayWrite = false
  private var hasResponded = false
  private var isFinished = false

  init(_ stream: ResponseStream, _ respond: @escaping (HTTPResponseHead, HTTPBody) -> Void) {
    self.stream = stream
    self.respond = respond
    needsHead = stream.contentType == StreamedAnswer.integration
  }

  func begin() {
    if !needsHead { start(HTTPResponseHead(status: 200, fields: typed(stream.contentType))) }
    stream.read { [self] event in
      if case .bytes(let bytes) = event { take(bytes) }
    }
  }

  private func typed(_ type: String) -> HTTPFields { HTTPFields([.init(name: "Content-Type", value: type)]) }

  private func start(_ head: HTTPResponseHead) {
    if hasResponded { return }
    hasResponded = true
    respond(head, .stream(self))
  }

  private func take(_ bytes: [UInt8]) {
    pending.append(contentsOf: bytes)
    if needsHead {
      guard let end = zeros() else {
        if pending.count > StreamedAnswer.headLimit { unreadable() }
        return
      }
      guard let value = try? JSONValue.parse(Array(pending[..<end])), let head = FunctionURLExchange.head(of: value)
      else { return unreadable() }
      pending.removeFirst(end + 8)
      needsHead = false
      start(head)
    }
    flush()
  }

  /// Where the eight zeros behind the head begin.
  private func zeros() -> Int? {
    var run = 0
    for (index, byte) in pending.enumerated() {
      run = byte == 0 ? run + 1 : 0
      if run == 8 { return index - 7 }
    }
    return nil
  }

  private func unreadable() {
    needsHead = false
    pending = Array("Internal Server Error".utf8)
    start(HTTPResponseHead(status: 502, fields: typed("application/json")))
    stream.abandon()
    finish()
  }

  /// The invocation is over.
  func finish() {
    if isFinished { return }
    isFinished = true
    if !hasResponded {
      needsHead = false
      pending = Array("Internal Server Error".utf8)
      start(HTTPResponseHead(status: 502, fields: typed("application/json")))
    }
    flush()
  }

  func resume(_ out: any BodyWriter) {
    self.out = out
    mayWrite = true
    stream.hasRoom()
    flush()
  }

  func closed() {
    out = nil
    stream.abandon()
  }

  private func flush() {
    guard let out, mayWrite, !needsHead else {
      if !needsHead, !pending.isEmpty { stream.fill() }
      return
    }
    if !pending.isEmpty {
      let bytes = pending
      pending = []
      mayWrite = out.write(bytes)
      if !mayWrite { stream.fill() }
    }
    if isFinished {
      self.out = nil
      out.finish()
    }
  }
}
