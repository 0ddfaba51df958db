internal import Glibc
internal import Protocols

/// What the server knows of a connection, whichever protocol is spoken on it. Loop only.
class ServerConnection: Channel {
  let server: HTTPServer
  final private(set) var peer: HTTPPeer
  /// Encrypts what passes, where the client has begun with TLS.
  final private(set) var tls: TLSSession?
  /// Its place in the server's list.
  final var index: Int

  init(_ server: HTTPServer, _ descriptor: Int32, _ peer: HTTPPeer, index: Int) {
    self.server = server
    self.peer = peer
    self.index = index
    super.init(loop: server.loop, descriptor: descriptor)
  }

  /// Takes over another's descriptor, place and encryption.
  init(inPlaceOf former: ServerConnection) {
    server = former.server
    peer = former.peer
    index = former.index
    tls = former.tls
    super.init(loop: former.loop, descriptor: former.descriptor)
  }

  /// Looks after the time-outs; called by the server's sweep. `now` is the loop's clock.
  func checkDeadlines(_ now: UInt64) {}
  /// The server stops: idle connections end now, others with their last answer.
  func drain() {}
  /// Ends the connection at once; whoever waits for something of it is told.
  func close() {}

  override func loopEnded() { close() }

  // MARK: Bytes

  /// The client's first bytes are TLS. Throws where they are broken, or the server cannot speak it.
  final func beginTLS(_ bytes: UnsafeRawBufferPointer) throws(IOError) {
    guard let session = server.makeTLSSession() else { throw IOError(code: EPROTO, call: "TLS") }
    tls = session
    peer.isTLS = true
    do throws(IOError) {
      try session.begin(bytes)
    } catch {
      // The alert says why.
      _ = try? session.flush(descriptor)
      throw error
    }
    loop.flush(self)
  }

  final func receive() throws(IOError) -> System.Outcome {
    guard let tls else { return try System.receive(descriptor, into: loop.readBuffer) }
    do throws(IOError) {
      let outcome: System.Outcome = try tls.receive(descriptor, into: loop.readBuffer)
      // Answers of the handshake, and of key updates.
      if tls.hasPending { loop.flush(self) }
      return outcome
    } catch {
      _ = try? tls.flush(descriptor)
      throw error
    }
  }

  /// Sends what was encrypted before; false where the socket takes no more.
  final func sendPending() throws(IOError) -> Bool {
    guard let tls, tls.hasPending else { return true }
    return try tls.flush(descriptor)
  }

  /// Whether bytes wait for the socket that a `send` has taken.
  final var hasPending: Bool { tls?.hasPending ?? false }

  /// `more`: what follows leaves in the same segment.
  final func send(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(IOError) -> System.Outcome {
    if let tls { return try tls.send(descriptor, bytes) }
    return try System.send(descriptor, bytes, more: more)
  }

  final func send(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) throws(IOError) -> System.Outcome {
    if let tls { return try tls.send(descriptor, first, second) }
    return try System.send(descriptor, first, second)
  }

  /// From a file: without passing through this process, where nothing has to be encrypted.
  final func sendFile(from file: Int32, offset: Int, count: Int) throws(IOError) -> System.Outcome {
    guard let tls else { return try System.sendFile(descriptor, from: file, offset: offset, count: count) }
    guard try tls.flush(descriptor) else { return .wouldBlock }
    let buffer = UnsafeMutableRawBufferPointer(rebasing: loop.readBuffer[..<min(count, loop.readBuffer.count)])
    let taken: Int = try System.read(file, into: buffer, offset: offset)
    if taken == 0 { return .done(0) }
    return try tls.send(descriptor, UnsafeRawBufferPointer(rebasing: buffer[..<taken]))
  }

  /// Ends our sending side; the client still can send.
  final func endSending() {
    tls?.end(descriptor)
    System.shutdownSending(descriptor)
  }
}
