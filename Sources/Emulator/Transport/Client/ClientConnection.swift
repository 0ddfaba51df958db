internal import Protocols

/// A connection to a server, which carries one call at a time. Loop only.
final class ClientConnection: Channel {
  private let client: HTTPClient
  let key: String
  var idleTimer: TimerHandle?
  /// Encrypts what passes, where the client speaks TLS.
  var tls: TLSSession?
  private var call: HTTPCall?
  private var parser = ResponseParser(toHead: false)
  private var out: OutputBuffer?
  private var input: [UInt8] = []
  private var calls = 0
  private var inputEnded = false
  private var hasFailed = false

  init(_ client: HTTPClient, _ descriptor: Int32, key: String) {
    self.client = client
    self.key = key
    super.init(loop: client.loop, descriptor: descriptor)
  }

  func begin(_ call: HTTPCall, _ request: OutputBuffer, toHead: Bool) {
    self.call = call
    calls += 1
    parser = ResponseParser(toHead: toHead)
    out = request
    loop.flush(self)
  }

  /// The call does not want its answer any more.
  func abandon() {
    call = nil
    closeDescriptor()
  }

  func resumeReading() {
    loop.watch(self, for: interest | EventLoop.readable)
    loop.proceed(self)
  }

  override func ready(_ events: UInt32) {
    guard isOpen else { return }
    if events & EventLoop.writable != 0 {
      loop.watch(self, for: interest & ~EventLoop.writable)
      loop.flush(self)
    }
    // After a reset there may still be an answer to read.
    if events & (EventLoop.readable | EventLoop.gone) != 0 { read(isGone: events & EventLoop.gone != 0) }
  }

  override func proceed() {
    guard call != nil else { return }
    consume()
    if inputEnded, !(call?.isPaused ?? true) { endOfInput() }
  }

  override func loopEnded() {
    call?.cancel()
    closeDescriptor()
  }

  // MARK: Out

  override func flush() {
    guard isOpen, !hasFailed else { return }
    do throws(IOError) {
      try write()
    } catch {
      // The server may have answered before it closed; epoll reports the failed socket, and the reading finds out.
      hasFailed = true
      self.out = nil
      return
    }
    if tls?.hasPending ?? false { loop.watch(self, for: interest | EventLoop.writable) }
  }

  private func write() throws(IOError) {
    if let tls {
      // The request waits until the server has shown who it is.
      guard try tls.flush(descriptor), tls.isEstablished else { return }
    }
    guard let out, !out.isEmpty else { return }
    let outcome: System.Outcome =
      if let tls { try tls.send(descriptor, out.bytes) } else {
        try System.send(descriptor, out.bytes, more: false)
      }
    if case .done(let count) = outcome {
      out.drop(count)
      call?.progressed()
    }
    if !out.isEmpty { loop.watch(self, for: interest | EventLoop.writable) }
  }

  private func receive() throws(IOError) -> System.Outcome {
    guard let tls else { return try System.receive(descriptor, into: loop.readBuffer) }
    let outcome: System.Outcome = try tls.receive(descriptor, into: loop.readBuffer)
    // What the handshake has to say, or the request that waited for its end.
    loop.flush(self)
    return outcome
  }

  // MARK: In

  private func read(isGone: Bool) {
    guard let call else {
      // TLS has its own affairs (new tickets).
      if tls != nil, case .wouldBlock? = try? receive() { return }
      // Nobody has asked: the server closes an idle connection, or sends what nobody wants.
      client.forget(self)
      closeDescriptor()
      return
    }
    if call.isPaused {
      // A socket that is gone is reported again and again: what is left in it is taken, and it is closed.
      if isGone { takeRest() } else { loop.watch(self, for: interest & ~EventLoop.readable) }
      return
    }
    do throws(IOError) {
      guard case .done(let count) = try receive() else { return }
      if count == 0 {
        inputEnded = true
        endOfInput()
        return
      }
      call.progressed()
      input.append(contentsOf: loop.readBuffer[0..<count])
      consume()
    } catch {
      if let tls, !tls.isEstablished {
        // The alert says why.
        _ = try? tls.flush(descriptor)
        broke(.untrusted(error.call))
      } else {
        broke(.io(error))
      }
    }
  }

  private func takeRest() {
    while case .done(let count)? = try? receive(), count > 0 {
      input.append(contentsOf: loop.readBuffer[0..<count])
    }
    inputEnded = true
    closeDescriptor()
  }

  private func consume() {
    var held: [UInt8] = []
    swap(&held, &input)
    let used: Int = held.withUnsafeBytes { consume($0) }
    guard call != nil else { return }
    if used > 0 { held.removeFirst(used) }
    swap(&held, &input)
  }

  private func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
    var offset = 0
    while let call, !call.isPaused {
      switch parser.next(bytes, &offset) {
      case .needMore: return offset
      case .head(let head): call.deliver(.head(head))
      case .body(let piece): call.deliver(.body(piece))
      case .malformed: broke(.malformed)
      case .end: complete(isClean: offset == bytes.count)
      }
    }
    return offset
  }

  private func complete(isClean: Bool) {
    let finished: HTTPCall? = call
    call = nil
    if parser.keepAlive, isClean, out?.isEmpty ?? true, !hasFailed, !inputEnded {
      out = nil
      input = []
      loop.watch(self, for: EventLoop.readable)
      client.keep(self)
    } else {
      closeDescriptor()
    }
    finished?.complete()
  }

  private func endOfInput() {
    guard call != nil else { return }
    if parser.endsWithConnection { complete(isClean: false) } else { broke(.closed) }
  }

  private func broke(_ error: HTTPClientError) {
    let broken: HTTPCall? = call
    call = nil
    closeDescriptor()
    var untouched: Bool = calls > 1 && !parser.hasBegun
    if error == .malformed { untouched = false }
    broken?.broke(error, untouched: untouched)
  }
}
