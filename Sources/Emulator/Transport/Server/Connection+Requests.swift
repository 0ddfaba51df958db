internal import Protocols

/// What comes in.
extension Connection {
  func read() {
    guard isLingering || wantsInput else { return }
    if readStraight() { return }
    let buffer: UnsafeMutableRawBufferPointer = loop.readBuffer
    let count: Int
    do {
      guard case .done(let received) = try receive() else { return }
      count = received
    } catch {
      close()
      return
    }
    if count == 0 {
      endOfInput()
      return
    }
    if isLingering { return }
    lastRead = loop.now
    let piece = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
    if input.isEmpty {
      let used: Int = consume(piece)
      if !isClosed, used < count, !takesNoMore { input.append(contentsOf: piece[used...]) }
    } else {
      input.append(contentsOf: piece)
      consumeKept()
    }
    guard !isClosed else { return }
    noteHead()
    if closesWhenWritten { finishIfDone() }
    updateInterest()
  }

  /// What comes of a large body goes from the socket to where its sink wants it. False where it has to be taken apart.
  private func readStraight() -> Bool {
    guard tls == nil, input.isEmpty, let sink, let left = parser.bodyLeft, let space = sink.space() else {
      return false
    }
    do {
      let room = UnsafeMutableRawBufferPointer(rebasing: space[..<min(left, space.count)])
      guard case .done(let count) = try System.receive(descriptor, into: room) else { return true }
      if count == 0 {
        endOfInput()
        return true
      }
      lastRead = loop.now
      receiving?.owesContinue = false
      parser.passed(count)
      if !sink.filled(count) { isPaused = true }
      // The end of the body comes without a byte.
      if count == left { consumeKept() }
    } catch {
      close()
      return true
    }
    guard !isClosed else { return true }
    if closesWhenWritten { finishIfDone() }
    updateInterest()
    return true
  }

  /// Reads on in the bytes that were kept.
  func consumeKept() {
    // Taken out meanwhile: what the application does may come back here or close the connection.
    var held: [UInt8] = []
    swap(&held, &input)
    let used: Int = held.withUnsafeBytes { consume($0) }
    guard !isClosed, !takesNoMore else { return }
    if used > 0 { held.removeFirst(used) }
    swap(&held, &input)
    noteHead()
  }

  private func noteHead() {
    var isInside: Bool = parser.isInsideHead
    if case .undecided = wire, !input.isEmpty { isInside = true }
    if !isInside { headBegan = 0 } else if headBegan == 0 { headBegan = loop.now }
  }

  /// Takes the bytes as far as they go now, and says how far that was.
  private func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
    if case .undecided = wire, !recognise(bytes) { return tls != nil && bytes[0] == 0x16 ? bytes.count : 0 }
    var offset = 0
    isConsuming = true
    defer {
      isConsuming = false
      // Now it is known that the body has not come by itself.
      if receiving?.owesContinue ?? false { pump() }
    }
    while !isClosed, wantsInput {
      switch parser.next(bytes, &offset) {
      case .needMore: return offset
      case .head(let head): begin(head)
      case .body(let piece): take(piece)
      case .end: endOfBody()
      case .refused(let status): refuse(status)
      }
    }
    return offset
  }

  // MARK: The protocol

  /// TLS begins with a handshake record (0x16), HTTP/2 with its preface (RFC 9113 §3.4). False where the bytes do not
  /// decide it yet, or are not for us to read.
  private func recognise(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes[0] == 0x16, tls == nil {
      do throws(IOError) { try beginTLS(bytes) } catch { close() }
      return false
    }
    let preface: StaticString = "PRI * HTTP/2.0\r\n"
    let known: Int = min(bytes.count, preface.utf8CodeUnitCount)
    for index in 0..<known where bytes[index] != preface.utf8Start[index] {
      wire = .http1
      return true
    }
    if known < preface.utf8CodeUnitCount { return false }
    becomeHTTP2(bytes)
    return false
  }

  // MARK: One request

  private func begin(_ head: HTTPRequestHead) {
    headBegan = 0
    let exchange = Exchange(
      self, isHead: head.method == "HEAD", speaksOneOne: parser.speaksOneOne,
      closes: !parser.keepAlive || server.isStopping)
    exchange.owesContinue = parser.expectsContinue
    exchange.isHeld = true
    exchanges.append(exchange)
    receiving = exchange
    let taken: (any BodySink)? = server.application.begin(head, from: peer, exchange)
    guard !isClosed else {
      taken?.cancel()
      return
    }
    exchange.isHeld = false
    if let taken {
      sink = taken
      taken.onReady = { exchange.bodyReady() }
      if exchange.answer != nil, exchange.owesContinue {
        // Answered before it was asked for, the body may come or not: nobody could tell what follows.
        stopReceiving()
      }
    } else if exchange.owesContinue || head.contentLength ?? 0 > server.configuration.dropLimit {
      stopReceiving()
    } else {
      dropAllowance = server.configuration.dropLimit
    }
    pump()
  }

  /// The rest of the body is not read; the connection ends with the answer.
  func stopReceiving() {
    receiving?.closes = true
    receiving?.owesContinue = false
    receiving = nil
    takesNoMore = true
    leavesInputUnread = true
    let cancelled: (any BodySink)? = sink
    sink = nil
    cancelled?.onReady = nil
    cancelled?.cancel()
  }

  private func take(_ piece: UnsafeRawBufferPointer) {
    // The client did not wait: it is owed nothing any more.
    receiving?.owesContinue = false
    if let sink {
      if !sink.receive(piece) { isPaused = true }
      return
    }
    dropAllowance -= piece.count
    if dropAllowance < 0 {
      let left: Bool = receiving?.connection == nil
      stopReceiving()
      // The answer has left already and promised to go on.
      if left { closesWhenWritten = true }
    }
  }

  private func endOfBody() {
    let exchange: Exchange? = receiving
    receiving = nil
    exchange?.owesContinue = false
    if exchange?.closes ?? false {
      takesNoMore = true
      if exchange?.connection == nil { closesWhenWritten = true }
    }
    if let ended = sink {
      sink = nil
      ended.onReady = nil
      if !parser.trailers.isEmpty {
        let fields = HTTPFields(parser.trailers)
        parser.trailers = []
        ended.trailers(fields)
      }
      ended.end()
    }
  }

  /// The sink of that exchange takes bytes again.
  func sinkReady(_ exchange: Exchange) {
    guard isPaused, receiving === exchange else { return }
    isPaused = false
    lastRead = loop.now
    loop.proceed(self)
  }

  /// The client has ended its side. It still gets the answers to what it has sent whole.
  private func endOfInput() {
    inputEnded = true
    if receiving != nil || isLingering {
      close()
      return
    }
    input = []
    headBegan = 0
    closesWhenWritten = true
    if isWritten { close() } else { updateInterest() }
  }

  // MARK: Refusals

  /// Answers a request that cannot be read, in its place among the answers; nothing behind it is read.
  func refuse(_ status: Int) {
    takesNoMore = true
    leavesInputUnread = true
    input = []
    headBegan = 0
    if let broken = receiving {
      let cancelled: (any BodySink)? = sink
      receiving = nil
      sink = nil
      cancelled?.onReady = nil
      cancelled?.cancel()
      if broken.connection == nil { closesWhenWritten = true } else { broken.override(status) }
      // An answer that is on its way is finished; then the connection ends.
      broken.closes = true
    } else {
      let exchange = Exchange(self, isHead: false, speaksOneOne: true, closes: true)
      exchanges.append(exchange)
      exchange.override(status)
    }
    guard !isClosed else { return }
    pump()
    if isWritten { loop.proceed(self) }
    updateInterest()
  }
}
