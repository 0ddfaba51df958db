internal import Protocols

/// A client's connection that speaks HTTP/1.1, or has not shown yet what it speaks: takes bytes to the parser, requests to the application, and answers back in the order of the
/// requests. This file has its life; `Connection+Requests` what comes in, `Connection+Answers` what goes out,
/// `Connection+Deadlines` the time-outs. Loop only.
///
/// The application is called from `ready`, `proceed` and timers only, never from `flush`: what it does belongs before the
/// end of the loop's turn.
final class Connection: ServerConnection {
  /// What the first bytes showed.
  enum Wire {
    case undecided
    case http1
  }
  var wire = Wire.undecided
  var parser = RequestParser()

  // What comes in.
  /// Bytes that were read and could not be used yet.
  var input: [UInt8] = []
  /// Requests whose answers have not left, in order.
  var exchanges: [Exchange] = []
  /// The request whose body is coming in.
  var receiving: Exchange?
  var sink: (any BodySink)?
  /// Bytes of the present body that may still be dropped, where no sink wants it.
  var dropAllowance = 0
  /// The bytes at hand are being gone through.
  var isConsuming = false
  /// The sink asked for a pause.
  var isPaused = false
  /// No further request is read.
  var takesNoMore = false
  /// A body or a broken request is left unread.
  var leavesInputUnread = false
  /// The client has ended its sending side.
  var inputEnded = false

  // What goes out.
  /// With so much queued for a client that does not take it, nothing more is read of it.
  private static let outputLimit = 256 << 10
  /// Heads and small bodies; nil while nothing is queued.
  var out: OutputBuffer?
  /// The large body that follows what is in `out`.
  var transmission = Transmission.none
  /// How far the transmission has come: the range, and the bytes of it.
  var rangeIndex = 0
  var sent = 0
  /// The kernel's buffer is full: epoll tells when it is not.
  var writeBlocked = false
  /// The connection ends when all that is queued is written.
  var closesWhenWritten = false
  /// Our side has ended; what comes is dropped until the client ends too.
  var isLingering = false
  /// A write failed; `proceed` closes.
  var isBroken = false
  var resetsOnClose = false
  private(set) var isClosed = false

  // When, on the loop's clock.
  var lastRead: UInt64
  var lastWrite: UInt64
  /// When the head that is incomplete began; 0 for none.
  var headBegan: UInt64 = 0

  enum Transmission {
    case none
    case bytes([UInt8])
    case files([FileRange])
    case stream(StreamBody)
  }

  override init(_ server: HTTPServer, _ descriptor: Int32, _ peer: HTTPPeer, index: Int) {
    lastRead = server.loop.now
    lastWrite = server.loop.now
    super.init(server, descriptor, peer, index: index)
  }

  // MARK: Events

  override func ready(_ events: UInt32) {
    guard !isClosed else { return }
    if events & EventLoop.gone != 0 {
      close()
      return
    }
    if events & EventLoop.writable != 0 {
      writeBlocked = false
      updateInterest()
      loop.flush(self)
      if !input.isEmpty { loop.proceed(self) }
    }
    if events & EventLoop.readable != 0 { read() }
  }

  /// What a flush or a callback left to do where the application may be called.
  override func proceed() {
    guard !isClosed else { return }
    if isBroken {
      close()
      return
    }
    if case .stream(let body) = transmission, !writeBlocked, (out?.count ?? 0) < StreamBody.highWater / 2 {
      body.resume()
    }
    if !isClosed { pump() }
    // A body whose last piece brought a pause still has its end to come, without a byte.
    if !isClosed, wantsInput, !input.isEmpty || receiving != nil { consumeKept() }
    guard !isClosed else { return }
    finishIfDone()
    updateInterest()
  }

  override func flush() { writeQueued() }

  override func checkDeadlines(_ now: UInt64) { endIfOverdue(now) }

  /// Whether bytes that come can be used now.
  var wantsInput: Bool {
    !isPaused && !takesNoMore && !inputEnded && !(writeBlocked && (out?.count ?? 0) > Connection.outputLimit)
      && (receiving != nil || exchanges.count < server.configuration.pipelineLimit)
  }

  func updateInterest() {
    guard !isClosed else { return }
    var interest: UInt32 = 0
    if isLingering || wantsInput { interest |= EventLoop.readable }
    if writeBlocked { interest |= EventLoop.writable }
    loop.watch(self, for: interest)
  }

  // MARK: The end

  /// Everything has been answered and written, and nothing more is to come: ends our side.
  func finishIfDone() {
    guard closesWhenWritten, !isLingering, receiving == nil, isWritten else { return }
    if inputEnded || !leavesInputUnread {
      tls?.end(descriptor)
      close()
      return
    }
    // Closed with bytes unread, the kernel would send a reset, and the client might lose the answer (RFC 9112 §9.6).
    isLingering = true
    lastRead = loop.now
    input = []
    endSending()
  }

  var isWritten: Bool {
    guard out?.isEmpty ?? true, exchanges.isEmpty, !hasPending else { return false }
    if case .none = transmission { return true }
    return false
  }

  override func drain() {
    guard receiving == nil, !parser.isInsideHead, input.isEmpty, !isLingering else { return }
    takesNoMore = true
    if isWritten {
      close()
      return
    }
    if let last = exchanges.last { last.closes = true } else { closesWhenWritten = true }
    updateInterest()
  }

  /// HTTP/2 was recognised: another takes over what was read and all that follows.
  func becomeHTTP2(_ bytes: UnsafeRawBufferPointer) {
    isClosed = true
    input = []
    let successor = HTTP2Connection(self)
    server.replace(self, with: successor)
    if server.isStopping { successor.drain() }
    successor.consume(bytes)
    successor.updateInterest()
  }

  override func close() {
    guard !isClosed else { return }
    isClosed = true
    if resetsOnClose { System.resetOnClose(descriptor) }
    closeDescriptor()
    input = []
    let sink: (any BodySink)? = self.sink
    self.sink = nil
    receiving = nil
    sink?.onReady = nil
    sink?.cancel()
    if case .stream(let body) = transmission { body.end() }
    transmission = .none
    let exchanges: [Exchange] = self.exchanges
    self.exchanges = []
    for exchange in exchanges { exchange.disconnected() }
    if let out {
      self.out = nil
      server.giveBack(out)
    }
    // Last: the server may have waited for the last connection to end.
    server.removed(self)
  }
}
