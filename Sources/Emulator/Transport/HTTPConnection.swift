import CLinux
import Glibc
import Protocols

/// One connection of a server: bytes in, requests to the application, answers out in the order of the requests. Loop only.
///
/// `@unchecked Sendable`: timers carry it; everything happens on the loop.
final class HTTPConnection: EventHandler, Flushable, @unchecked Sendable {
  private let descriptor: Int32
  private let peer: HTTPPeer
  private unowned let server: HTTPServer
  private var parser: HTTPRequestParser
  /// Bytes that came and are not used up yet: an unfinished head, or what back-pressure holds back.
  private var input: [UInt8] = []
  /// The body's sink of the request that is being read; nil between bodies and for bodies that are dropped.
  private var sink: (any BodySink)?
  private var dropped = 0
  private var isPaused = false
  private var isReading = false
  /// Requests whose answer has not left whole, oldest first.
  private var slots: [ResponseSlot] = []
  private var out: [UInt8] = []
  private var outStart = 0
  private var files: [FileRange] = []
  private var writer: StreamWriter?
  private var isDirty = false
  private var wantsWrite = false
  private var isClosed = false
  /// No further request is read: it said close, or broke.
  private var isLast = false
  private var peerIsDone = false
  private var lastActive = System.monotonicNanoseconds()
  private var headBegan: UInt64 = 0

  /// Pipelined requests that may wait for their answers before reading stops.
  private static let pipeline = 64
  /// Bytes of output past which a stream's source is told to wait, and nothing more is read.
  static let highWater = 1 << 20
  /// Bytes of a body that nobody wants which are still read, so that the connection can go on.
  private static let dropLimit = 1 << 20

  init(_ descriptor: Int32, _ peer: HTTPPeer, _ server: HTTPServer) {
    self.descriptor = descriptor
    self.peer = peer
    self.server = server
    parser = HTTPRequestParser(server.configuration.limits)
  }

  // MARK: Reading

  func ready(_ events: UInt32) {
    if isClosed { return }
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
      drop()
      return
    }
    if events & EPOLLOUT.rawValue != 0 { markDirty() }
    if events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 { read() }
  }

  private func read() {
    let scratch = server.loop.scratch
    let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
    if count < 0 {
      if errno != EAGAIN && errno != EINTR { drop() }
      return
    }
    if count == 0 {
      peerFinished()
      return
    }
    lastActive = System.monotonicNanoseconds()
    if isLast, sink == nil { return }
    let piece = UnsafeRawBufferPointer(rebasing: scratch[..<count])
    if input.isEmpty {
      let used = consume(piece)
      if used < piece.count, !isClosed { input.append(contentsOf: piece[used...]) }
    } else {
      input.append(contentsOf: piece)
      consumeInput()
    }
    if !input.isEmpty, parser.isInHead, headBegan == 0 { headBegan = lastActive }
    if input.isEmpty { headBegan = 0 }
  }

  private func consumeInput() {
    if input.isEmpty { return }
    let taken = input
    input = []
    let used = taken.withUnsafeBytes { consume($0) }
    if !isClosed, used < taken.count { input = used == 0 ? taken : Array(taken[used...]) }
  }

  /// Feeds the parser; returns how many bytes were used up.
  private func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
    if isReading { return 0 }
    isReading = true
    defer { isReading = false }
    var used = 0
    while !isPaused, !isLast || sink != nil || !parser.isInHead, !isClosed {
      if slots.count >= Self.pipeline, parser.isInHead {
        pause()
        break
      }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
      if used == 0, parser.isInHead, let first = rest.first, first == 0x16 {
        fail(400, "this port speaks plain HTTP/1.1; TLS is not built")
        return bytes.count
      }
      let (event, count) = parser.next(rest)
      switch event {
      case .more: return used + count
      case .head(let head, let isLast, let expectsContinue): begin(head, isLast, expectsContinue)
      case .body(let range): body(UnsafeRawBufferPointer(rebasing: rest[range]))
      case .end: endBody()
      case .failure(let status, let reason):
        fail(status, reason)
        return bytes.count
      }
      used += count
    }
    return isClosed || (isLast && sink == nil && parser.isInHead) ? bytes.count : used
  }

  private func begin(_ head: HTTPRequestHead, _ isLast: Bool, _ expectsContinue: Bool) {
    headBegan = 0
    if isLast { self.isLast = true }
    let slot = ResponseSlot(self, isHead: head.method == "HEAD")
    slots.append(slot)
    dropped = 0
    sink = server.application.begin(head, from: peer, slot)
    guard let sink else {
      // The body is not wanted. What is small is read and dropped; else the connection ends with the answer. A client
      // that waits to be asked for it may send it or not: what it sends next could not be told from it.
      if expectsContinue || head.contentLength.map({ $0 > Self.dropLimit }) ?? true { self.isLast = true }
      return
    }
    sink.onReady = { [weak self] in self?.resumeReading() }
    if expectsContinue, slots.count == 1 {
      out.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
      markDirty()
    }
  }

  private func body(_ bytes: UnsafeRawBufferPointer) {
    if let sink {
      if !sink.receive(bytes) { pause() }
    } else {
      dropped += bytes.count
      if dropped > Self.dropLimit { isLast = true }
    }
  }

  private func endBody() {
    let sink = sink
    self.sink = nil
    sink?.end()
  }

  private func pause() {
    isPaused = true
    updateInterest()
  }

  private func resumeReading() {
    guard isPaused, !isClosed else { return }
    isPaused = false
    updateInterest()
    consumeInput()
  }

  /// The request cannot be understood: told once, then closed.
  private func fail(_ status: Int, _ reason: String) {
    isLast = true
    sink?.cancel()
    sink = nil
    let slot = ResponseSlot(self, isHead: false)
    slots.append(slot)
    slot.respond(
      HTTPResponseHead(status: status, fields: HTTPFields([.init(name: "Content-Type", value: "text/plain")])),
      .bytes(Array((reason + "\n").utf8)))
  }

  private func peerFinished() {
    peerIsDone = true
    if sink != nil || slots.isEmpty || writer != nil {
      drop()
      return
    }
    // A half-closed client still gets its answers.
    isLast = true
    updateInterest()
  }

  // MARK: Writing

  /// An answer is ready: whatever is next in order goes out.
  fileprivate func pump() {
    if isClosed { return }
    while let slot = slots.first, let answer = slot.answer, writer == nil, files.isEmpty {
      slot.answer = nil
      write(answer.head, answer.body, slot)
      if writer == nil, files.isEmpty { finished(slot) }
    }
    markDirty()
  }

  private func write(_ head: HTTPResponseHead, _ body: HTTPBody, _ slot: ResponseSlot) {
    let status = head.status
    let hasNoBody = slot.isHead || status == 204 || status == 304 || status < 200
    let closes = isLast && slots.count == 1
    append("HTTP/1.1 ")
    append(String(status))
    append(" ")
    append(HTTPStatus.reason(status))
    append("\r\n")
    append(server.dateLine)
    for field in head.fields.all {
      append(field.name)
      append(": ")
      append(field.value)
      append("\r\n")
    }
    var isChunked = false
    if let length = body.length {
      // The length of an answer to HEAD is the one that GET would have; the application gives it in the fields.
      if !(slot.isHead && head.fields["Content-Length"] != nil), status != 204, status >= 200, status != 304 {
        append("Content-Length: \(length)\r\n")
      }
    } else if !hasNoBody {
      append("Transfer-Encoding: chunked\r\n")
      isChunked = true
    }
    if closes { append("Connection: close\r\n") }
    append("\r\n")
    if hasNoBody {
      if case .stream(let source) = body { source.closed() }
      return
    }
    switch body {
    case .bytes(let bytes): out.append(contentsOf: bytes)
    case .files(let ranges): files = ranges.filter { $0.length > 0 }
    case .stream(let source):
      let writer = StreamWriter(self, source, isChunked: isChunked)
      self.writer = writer
      source.resume(writer)
    }
  }

  @inline(__always) private func append(_ text: String) { out.append(contentsOf: text.utf8) }

  private func finished(_ slot: ResponseSlot) {
    if let index = slots.firstIndex(where: { $0 === slot }) { slots.remove(at: index) }
    slot.onDisconnect = nil
    if isPaused, sink == nil { resumeReading() }
  }

  fileprivate func stream(_ bytes: [UInt8], chunked: Bool) -> Bool {
    if bytes.isEmpty { return pending < Self.highWater }
    if chunked { append(String(bytes.count, radix: 16) + "\r\n") }
    out.append(contentsOf: bytes)
    if chunked { append("\r\n") }
    markDirty()
    return pending < Self.highWater
  }

  fileprivate func streamEnded(chunked: Bool) {
    guard let ended = writer, let slot = slots.first else { return }
    writer = nil
    if chunked { append("0\r\n\r\n") }
    finished(slot)
    ended.source.closed()
    pump()
  }

  private var pending: Int { out.count - outStart }

  private func markDirty() {
    if isDirty || isClosed { return }
    isDirty = true
    server.loop.needsFlush(self)
  }

  func flush() {
    isDirty = false
    if isClosed { return }
    while true {
      if pending > 0 {
        let sent = out.withUnsafeBytes {
          send(descriptor, $0.baseAddress! + outStart, pending, Int32(MSG_NOSIGNAL))
        }
        if sent < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN { return waitToWrite(true) }
          return drop()
        }
        lastActive = System.monotonicNanoseconds()
        outStart += sent
        if pending > 0 { continue }
        outStart = 0
        out.removeAll(keepingCapacity: out.count <= 64 << 10)
      }
      if !files.isEmpty {
        guard sendFiles() else { return }
        continue
      }
      if let writer {
        writer.source.resume(writer)
        if pending > 0 { continue }
      }
      break
    }
    waitToWrite(false)
    if slots.isEmpty, pending == 0, isLast || server.isStopping, sink == nil { end() }
  }

  /// At most this much of files in one turn, so that one large object does not hold up everyone else.
  private static let filesPerTurn = 1 << 20

  /// False when the rest waits for the socket, for the next turn, or for nobody.
  private func sendFiles() -> Bool {
    var left = Self.filesPerTurn
    while !files.isEmpty {
      if left == 0 {
        markDirty()
        return false
      }
      var offset = off_t(files[0].offset)
      let sent = sendfile(descriptor, files[0].descriptor, &offset, min(files[0].length, left))
      if sent < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          waitToWrite(true)
          return false
        }
        drop()
        return false
      }
      if sent == 0 {
        // The file is shorter than it was: the answer cannot be completed.
        drop()
        return false
      }
      lastActive = System.monotonicNanoseconds()
      left -= sent
      files[0].offset += sent
      files[0].length -= sent
      if files[0].length == 0 { files.removeFirst() }
    }
    if let slot = slots.first { finished(slot) }
    pump()
    return true
  }

  private func waitToWrite(_ wanted: Bool) {
    if wantsWrite == wanted { return }
    wantsWrite = wanted
    updateInterest()
  }

  private func updateInterest() {
    if isClosed { return }
    var events: UInt32 = 0
    if !isPaused, !peerIsDone { events |= EPOLLIN.rawValue | EPOLLRDHUP.rawValue }
    if wantsWrite { events |= EPOLLOUT.rawValue }
    server.loop.modify(descriptor, events)
  }

  // MARK: Ending

  func checkTime(_ now: UInt64) {
    let second: UInt64 = 1_000_000_000
    if headBegan != 0, now > headBegan, (now - headBegan) / second >= UInt64(server.configuration.slowHead) {
      headBegan = 0
      fail(408, "the request took too long")
      return
    }
    if slots.isEmpty, sink == nil, now > lastActive, (now - lastActive) / second >= UInt64(server.configuration.idle) {
      end()
    }
  }

  func closeIfIdle() {
    if slots.isEmpty, sink == nil, pending == 0 { end() }
  }

  /// Everything was said: the client sees the end after the last byte.
  private func end() {
    if !peerIsDone { shutdown(descriptor, Int32(SHUT_WR)) }
    drop()
  }

  /// Ends the connection as it stands.
  func drop() {
    if isClosed { return }
    isClosed = true
    server.loop.remove(descriptor)
    close(descriptor)
    sink?.cancel()
    sink = nil
    files = []
    let writer = writer
    self.writer = nil
    writer?.source.closed()
    for slot in slots {
      slot.answer = nil
      slot.onDisconnect?()
      slot.onDisconnect = nil
    }
    slots = []
    server.closed(self)
  }
}

/// The place of one answer in the order of a connection's answers. Loop only.
final class ResponseSlot: HTTPResponder {
  private weak var connection: HTTPConnection?
  let isHead: Bool
  fileprivate var answer: (head: HTTPResponseHead, body: HTTPBody)?
  private var isAnswered = false
  var onDisconnect: (() -> Void)?

  fileprivate init(_ connection: HTTPConnection, isHead: Bool) {
    self.connection = connection
    self.isHead = isHead
  }

  func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    precondition(!isAnswered, "a request was answered twice")
    isAnswered = true
    guard let connection else {
      if case .stream(let source) = body { source.closed() }
      return
    }
    answer = (head, body)
    connection.pump()
  }
}

/// What a streamed body writes to. Loop only.
private final class StreamWriter: BodyWriter {
  private weak var connection: HTTPConnection?
  let source: any BodySource
  private let isChunked: Bool
  private var isEnded = false

  init(_ connection: HTTPConnection, _ source: any BodySource, isChunked: Bool) {
    self.connection = connection
    self.source = source
    self.isChunked = isChunked
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard !isEnded, let connection else { return false }
    return connection.stream(bytes, chunked: isChunked)
  }

  func finish() {
    if isEnded { return }
    isEnded = true
    connection?.streamEnded(chunked: isChunked)
  }

  func abort() {
    isEnded = true
    connection?.drop()
  }
}
