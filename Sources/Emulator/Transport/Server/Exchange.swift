internal import Protocols

/// One request of a connection and the way back for its answer. Loop only.
final class Exchange: HTTPResponder {
  /// nil once the answer has been given to the connection, or the connection is gone.
  private(set) var connection: Connection?
  let isHead: Bool
  /// The client knows chunks (HTTP/1.1).
  let speaksOneOne: Bool
  /// The connection ends with this answer.
  var closes: Bool
  /// The client waits for `100 Continue` before it sends the body.
  var owesContinue = false
  /// The application is being asked; what it answers is kept until it returns, for that decides how the answer is framed.
  var isHeld = false
  /// Given by the application or the transport, not begun.
  private(set) var answer: (head: HTTPResponseHead, body: HTTPBody)?
  private var isAnswered = false
  /// The transport has answered in the application's place, or nobody is there to take an answer.
  private var isOver = false
  package var onDisconnect: (() -> Void)?

  init(_ connection: Connection, isHead: Bool, speaksOneOne: Bool, closes: Bool) {
    self.connection = connection
    self.isHead = isHead
    self.speaksOneOne = speaksOneOne
    self.closes = closes
  }

  package func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    if isOver {
      if case .stream(let source) = body { source.closed() }
      return
    }
    precondition(!isAnswered, "a request is answered once")
    isAnswered = true
    answer = (head, body)
    connection?.answered(self)
  }

  package func drop() { connection?.close() }

  /// The transport's own answer to a request that turned out to be broken.
  func override(_ status: Int) {
    guard !isAnswered else { return }
    isOver = true
    isAnswered = true
    closes = true
    answer = Exchange.plain(status)
    let told: (() -> Void)? = onDisconnect
    onDisconnect = nil
    told?()
  }

  /// Takes the answer for sending.
  func takeAnswer() -> (head: HTTPResponseHead, body: HTTPBody)? {
    defer { answer = nil }
    return answer
  }

  /// The answer has been handed over whole.
  func completed() {
    connection = nil
    onDisconnect = nil
    isOver = true
  }

  /// The client went away.
  func disconnected() {
    connection = nil
    isOver = true
    if let answer, case .stream(let source) = answer.body { source.closed() }
    answer = nil
    let told: (() -> Void)? = onDisconnect
    onDisconnect = nil
    told?()
  }

  /// The application's sink can take more of the body.
  func bodyReady() { connection?.sinkReady(self) }

  static func plain(_ status: Int) -> (head: HTTPResponseHead, body: HTTPBody) {
    let fields = HTTPFields([.init(name: "Content-Type", value: "text/plain")])
    return (
      HTTPResponseHead(status: status, fields: fields), .bytes(Array("\(status) \(StatusLine.reason(status))\n".utf8))
    )
  }
}
