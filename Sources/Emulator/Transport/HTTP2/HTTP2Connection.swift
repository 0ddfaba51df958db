internal import CNGHTTP2
internal import Protocols

/// A client's connection that speaks HTTP/2 (RFC 9113). Frames, field compression and flow control are libnghttp2's work;
/// here its bytes meet the socket and its streams the application. This file has the connection's life;
/// `HTTP2Connection+Callbacks` what the library tells, `HTTP2Connection+Output` what goes out, `HTTP2Stream` one request.
/// Loop only.
///
/// The application is called from `ready`, `proceed` and timers only, never from `flush`: what it does belongs before the
/// end of the loop's turn.
final class HTTP2Connection: ServerConnection {
  /// Bytes of one stream's body that may be under way before its sink has taken them.
  static let streamWindow = 1 << 20
  /// The same for all streams of the connection together, and so the most that paused sinks make us keep.
  static let connectionWindow = 8 << 20

  let session: OpaquePointer
  /// The open streams, in no order.
  private(set) var streams: [HTTP2Stream] = []
  /// The stream whose head is being read.
  var opening: HTTP2Stream?
  /// When that head began; 0 for none.
  private var headBegan: UInt64 = 0
  /// Pings, settings, resets and empty frames.
  private var idleFrames = FloodGate(burst: 4000, perSecond: 400)

  // What comes back to the application from `flush`, where it may not be called.
  /// Streams that have ended while something was written; whoever waits for them is still to be told.
  var ended: [HTTP2Stream] = []
  /// Streams whose sink takes bytes again, or whose source may write again.
  private var resumable: [HTTP2Stream] = []

  let out: OutputBuffer
  /// The kernel's buffer is full: epoll tells when it is not.
  var writeBlocked = false
  /// libnghttp2 is being called; what it tells meanwhile comes in its callbacks.
  var isProducing = false
  /// No further stream is taken; the connection ends with its last one.
  private(set) var isDraining = false
  /// The connection cannot go on: what is queued is written, and that is its end.
  private var isFailed = false
  /// A write failed; `proceed` closes.
  var isBroken = false
  /// Our side has ended; what comes is dropped until the client ends too.
  private var isLingering = false
  private(set) var isClosed = false

  var lastRead: UInt64
  var lastWrite: UInt64

  /// Takes over a connection on which HTTP/2 was recognised, with its descriptor and its place.
  init(_ former: ServerConnection) {
    let server: HTTPServer = former.server
    out = server.takeBuffer()
    lastRead = server.loop.now
    lastWrite = server.loop.now
    session = HTTP2Connection.makeSession()
    super.init(inPlaceOf: former)
    HTTP2Connection.settle(session, Unmanaged.passUnretained(self).toOpaque(), server.configuration.streamLimit)
    loop.flush(self)
  }

  deinit { nghttp2_session_del(session) }

  // MARK: Events

  override func ready(_ events: UInt32) {
    guard !isClosed else { return }
    if events & EventLoop.gone != 0 {
      close()
      return
    }
    if events & EventLoop.writable != 0 {
      writeBlocked = false
      loop.flush(self)
    }
    if events & EventLoop.readable != 0 { read() }
    updateInterest()
  }

  private func read() {
    let count: Int
    do {
      guard case .done(let received) = try receive() else { return }
      count = received
    } catch {
      close()
      return
    }
    if count == 0 {
      // A client that only half closes is told nothing by HTTP/2: it has sent no GOAWAY.
      close()
      return
    }
    if isLingering { return }
    lastRead = loop.now
    consume(UnsafeRawBufferPointer(rebasing: loop.readBuffer[0..<count]))
  }

  /// Takes what has come. All of it is used at once: what a sink does not take yet stays with its stream.
  func consume(_ bytes: UnsafeRawBufferPointer) {
    guard !isFailed else { return }
    let used: Int = nghttp2_session_mem_recv(
      session, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    guard !isClosed else { return }
    if used < 0 { fail() }
    if opening == nil { headBegan = 0 } else if headBegan == 0 { headBegan = loop.now }
    for stream in streams where stream.owesContinue { sendContinue(stream) }
    loop.flush(self)
    if nghttp2_session_want_read(session) == 0 { fail() }
  }

  /// What a flush or a callback left to do where the application may be called.
  override func proceed() {
    guard !isClosed else { return }
    if isBroken {
      close()
      return
    }
    while !ended.isEmpty {
      let gone: [HTTP2Stream] = ended
      ended = []
      for stream in gone { stream.disconnected() }
    }
    var ready: [HTTP2Stream] = []
    swap(&ready, &resumable)
    for stream in ready where !isClosed { stream.proceed() }
    guard !isClosed else { return }
    finishIfDone()
    updateInterest()
  }

  override func flush() { writeQueued() }

  func updateInterest() {
    guard !isClosed else { return }
    var interest: UInt32 = 0
    // A client that asks and asks and reads no answer is not read on. All else is bounded by the streams' windows.
    if !writeBlocked || nghttp2_session_get_outbound_queue_size(session) < 4096 { interest |= EventLoop.readable }
    if writeBlocked { interest |= EventLoop.writable }
    loop.watch(self, for: interest)
  }

  // MARK: Streams

  func opened(_ stream: HTTP2Stream) {
    stream.index = streams.count
    streams.append(stream)
  }

  func closed(_ stream: HTTP2Stream) {
    let index: Int = stream.index
    guard index < streams.count, streams[index] === stream else { return }
    streams.swapAt(index, streams.count - 1)
    streams.removeLast()
    if index < streams.count { streams[index].index = index }
    if opening === stream { opening = nil }
    if isDraining, streams.isEmpty { loop.proceed(self) }
  }

  /// `proceed` of the stream is called where the application may be called.
  func proceed(_ stream: HTTP2Stream) {
    guard !stream.needsProceed else { return }
    stream.needsProceed = true
    resumable.append(stream)
    loop.proceed(self)
  }

  /// Counts a frame that costs work and brings nothing; false, and the connection's end, where it is one too many.
  func admitsIdleFrame() -> Bool {
    if idleFrames.admits(at: loop.now) { return true }
    server.tellOnce("An HTTP/2 client floods its connection with empty frames or resets: it was closed.")
    nghttp2_session_terminate_session(session, NGHTTP2_ENHANCE_YOUR_CALM.rawValue)
    loop.flush(self)
    return false
  }

  // MARK: The end

  /// The protocol is broken: the GOAWAY that says so still leaves.
  private func fail() {
    guard !isFailed else { return }
    isFailed = true
    isDraining = true
    loop.flush(self)
    loop.proceed(self)
  }

  override func drain() {
    guard !isDraining, !isClosed else { return }
    isDraining = true
    nghttp2_submit_goaway(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nghttp2_session_get_last_proc_stream_id(session),
      NGHTTP2_NO_ERROR.rawValue, nil, 0)
    loop.flush(self)
    loop.proceed(self)
  }

  /// Everything has been answered and written, and nothing more is to come: ends our side.
  func finishIfDone() {
    guard isDraining, !isLingering, !writeBlocked, out.isEmpty, !hasPending,
      nghttp2_session_want_write(session) == 0
    else { return }
    if isFailed {
      // Closed with bytes unread, the kernel would send a reset, and the client might lose the GOAWAY.
      isLingering = true
      lastRead = loop.now
      endSending()
    } else if streams.isEmpty {
      tls?.end(descriptor)
      close()
    }
  }

  override func close() {
    guard !isClosed else { return }
    isClosed = true
    closeDescriptor()
    let streams: [HTTP2Stream] = self.streams + ended
    self.streams = []
    ended = []
    resumable = []
    opening = nil
    for stream in streams { stream.disconnected() }
    server.giveBack(out)
    // Last: the server may have waited for the last connection to end.
    server.removed(self)
  }

  // MARK: Time

  override func checkDeadlines(_ now: UInt64) {
    let limits: ConnectionLimits = server.limits
    if isLingering {
      if now &- lastRead > limits.linger { close() }
      return
    }
    if writeBlocked {
      if now &- lastWrite > limits.write { close() }
      return
    }
    if headBegan != 0, now &- headBegan > limits.head {
      nghttp2_session_terminate_session(session, NGHTTP2_PROTOCOL_ERROR.rawValue)
      fail()
      return
    }
    if streams.isEmpty {
      if now &- max(lastRead, lastWrite) > limits.idle { drain() }
      return
    }
    for stream in streams { stream.checkDeadlines(now, limits) }
  }
}
