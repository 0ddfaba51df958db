internal import CNGHTTP2
internal import Protocols

/// One request of an HTTP/2 connection and the way back for its answer. This file has what comes in;
/// `HTTP2Stream+Answer` what goes out. Loop only.
final class HTTP2Stream: HTTPResponder {
  /// nil once the stream is closed or the connection gone.
  private(set) var connection: HTTP2Connection?
  let id: Int32
  /// Its place in the connection's list.
  var index = 0
  /// `proceed` has been asked for.
  var needsProceed = false

  // What comes in.
  private var head = HTTP2HeadReader()
  private(set) var isHead = false
  private var trailerBytes = 0
  /// The client's side is open.
  private var isReceiving = false
  /// The head has been given to the application.
  private var hasBegun = false
  private var sink: (any BodySink)?
  /// The sink asked for a pause; what comes meanwhile is kept, within the stream's window.
  private var isPaused = false
  private var kept: [UInt8] = []
  /// The end has come behind what is kept.
  private var keptEnd = false
  /// Bytes that the sink has taken and the client has no new credit for.
  private var uncredited = 0
  /// Bytes of a body without a sink that may still come.
  private var dropAllowance = 0
  /// The client waits for `100 Continue` before it sends the body.
  var owesContinue = false

  // What goes out.
  var isAnswered = false
  /// The transport has answered in the application's place, or nobody is there to take an answer.
  private(set) var isOver = false
  /// The answer's last frame is queued for the socket.
  private(set) var isAnswerSent = false
  var body = HTTP2Body.none
  var onDisconnect: (() -> Void)?

  // When, on the loop's clock.
  private var lastRead: UInt64
  var lastWrite: UInt64

  init(_ connection: HTTP2Connection, _ id: Int32) {
    self.connection = connection
    self.id = id
    lastRead = connection.loop.now
    lastWrite = connection.loop.now
  }

  /// Nobody waits for anything of it: whoever had to be told has been told.
  var isSettled: Bool { isOver || (isAnswerSent && sink == nil) }

  // MARK: The head

  /// A field of the head, or of the trailers, which are dropped. False where they are too large to be dropped.
  func field(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    if hasBegun {
      trailerBytes += name.count + value.count + 32
      return trailerBytes <= HTTP2HeadReader.listLimit
    }
    head.add(name, value)
    return true
  }

  func begin(hasBody: Bool) {
    guard let connection else { return }
    let server: HTTPServer = connection.server
    // Without a body its end follows at once.
    isReceiving = true
    hasBegun = true
    dropAllowance = server.configuration.dropLimit
    lastRead = connection.loop.now
    let request: HTTPRequestHead = head.finish(hasBody: hasBody)
    isHead = request.method == "HEAD"
    let expects: Bool = head.expectsContinue
    if head.refusal != 0 {
      override(head.refusal)
      return
    }
    let taken: (any BodySink)? = server.application.begin(request, from: connection.peer, self)
    guard self.connection != nil, let taken else {
      taken?.cancel()
      // What comes of the body is dropped as long as it is little; a client that waits, or has much, is told to stop.
      if expects || (hasBody && request.contentLength ?? 0 > server.configuration.dropLimit) { dropAllowance = 0 }
      return
    }
    sink = taken
    taken.onReady = { [weak self] in self?.bodyReady() }
    owesContinue = expects && !isAnswered
  }

  // MARK: The body

  func take(_ piece: UnsafeRawBufferPointer) {
    guard let connection else { return }
    lastRead = connection.loop.now
    // The client did not wait: it is owed nothing any more.
    owesContinue = false
    if isPaused {
      kept.append(contentsOf: piece)
      uncredited += piece.count
    } else if sink != nil {
      give(piece)
    } else {
      dropAllowance -= piece.count
      if dropAllowance >= 0 { connection.giveCredit(id, piece.count) } else { uncredited += piece.count }
      if isAnswerSent { stopClient() }
    }
  }

  private func give(_ piece: UnsafeRawBufferPointer) {
    guard let sink else { return }
    if sink.receive(piece) {
      connection?.giveCredit(id, piece.count)
    } else {
      isPaused = true
      uncredited += piece.count
    }
  }

  func endOfBody() {
    guard isReceiving else { return }
    if isPaused {
      keptEnd = true
      return
    }
    isReceiving = false
    owesContinue = false
    if let ended = sink {
      sink = nil
      ended.onReady = nil
      ended.end()
    }
  }

  /// The sink takes bytes again.
  private func bodyReady() {
    guard isPaused else { return }
    connection?.proceed(self)
  }

  /// Goes on with what had to wait, where the application may be called.
  func proceed() {
    needsProceed = false
    guard let connection else { return }
    if isPaused, sink != nil {
      isPaused = false
      lastRead = connection.loop.now
      connection.giveCredit(id, uncredited - kept.count)
      uncredited = 0
      if !kept.isEmpty {
        var held: [UInt8] = []
        swap(&held, &kept)
        held.withUnsafeBytes { give($0) }
      }
      if keptEnd, !isPaused { endOfBody() }
    }
    if case .stream(let out) = body { out.resume() }
  }

  /// The answer has left whole, and the rest of the body is not wanted (RFC 9113 §8.1). A moment later, for there are
  /// clients that throw an answer away when they find the reset behind it.
  private func stopClient() {
    guard isReceiving, sink == nil, dropAllowance <= 0, let connection else { return }
    isReceiving = false
    connection.loop.schedule(after: .milliseconds(100)) { [weak self] in
      guard let self else { return }
      self.connection?.reset(id, NGHTTP2_NO_ERROR)
    }
  }

  // MARK: The end

  func answerSent() {
    isAnswerSent = true
    onDisconnect = nil
    stopClient()
  }

  /// The transport's own answer to a request that turned out to be broken or too slow.
  func override(_ status: Int) {
    dropAllowance = 0
    cancelSink()
    if isAnswered {
      if isAnswerSent { stopClient() }
      return
    }
    let answer: (head: HTTPResponseHead, body: HTTPBody) = Exchange.plain(status)
    send(answer.head, answer.body)
    tellGone()
  }

  /// The answer cannot be completed, and its maker knows.
  func abandon() {
    isOver = true
    onDisconnect = nil
    cancelSink()
    connection?.reset(id, NGHTTP2_INTERNAL_ERROR)
  }

  /// Closed in good order.
  func completed() {
    forgetConnection()
    isOver = true
    onDisconnect = nil
    if case .stream(let out) = body { out.end() }
    body = .none
  }

  /// The client went away, or has reset the stream.
  func disconnected() {
    forgetConnection()
    tellGone()
  }

  private func forgetConnection() {
    // What was not given back of the connection's credit is lost for the other streams.
    connection?.giveCredit(uncredited)
    uncredited = 0
    connection = nil
  }

  /// Whoever waits for something of the stream learns that it will not come.
  func tellGone() {
    isOver = true
    cancelSink()
    if case .stream(let out) = body { out.end() }
    if connection == nil { body = .none }
    let told: (() -> Void)? = onDisconnect
    onDisconnect = nil
    if !isAnswerSent { told?() }
  }

  private func cancelSink() {
    let cancelled: (any BodySink)? = sink
    sink = nil
    cancelled?.onReady = nil
    cancelled?.cancel()
  }

  func checkDeadlines(_ now: UInt64, _ limits: ConnectionLimits) {
    if isReceiving, hasBegun, !isPaused, now &- lastRead > limits.body {
      override(408)
    } else if isAnswered, !isAnswerSent, !body.waits, now &- lastWrite > limits.write {
      // The client gives no credit for what it has asked for.
      tellGone()
      connection?.reset(id, NGHTTP2_CANCEL)
    }
  }
}
