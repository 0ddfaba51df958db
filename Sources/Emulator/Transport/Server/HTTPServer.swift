internal import Glibc
package import Protocols

/// Serves an application over HTTP/2, HTTP/1.1 and 1.0 on the loop's thread.
///
/// `@unchecked Sendable`: carried by tasks on their way to the loop; every use of its state is there, or before the loop
/// runs.
package final class HTTPServer: @unchecked Sendable {
  package struct Configuration: Sendable {
    /// Connections at one time; past it a client gets 503. Lowered where the process may have fewer descriptors.
    package var connectionLimit = 4096
    /// A connection between two requests is closed after this, without a word (a client that is about to send would take
    /// a 408 for the answer to its request).
    package var idleTimeout = Duration.seconds(120)
    /// From a request's first byte to the end of its head; past it 408.
    package var headTimeout = Duration.seconds(20)
    /// Without a byte of a body that the server waits for; past it 408.
    package var bodyTimeout = Duration.seconds(60)
    /// Without a byte taken by a client that has an answer to take; past it the connection is cut.
    package var writeTimeout = Duration.seconds(60)
    /// How long the rest of a refused request is read and dropped, so that its sender can read the refusal.
    package var lingerTimeout = Duration.seconds(2)
    /// Requests of one connection that wait for their answers; past it the connection is not read.
    package var pipelineLimit = 64
    /// Streams that an HTTP/2 connection may have open; a request past it is refused unseen (REFUSED_STREAM).
    package var streamLimit = 256
    /// At most so many bytes of files leave in one turn, for each connection.
    package var sendFileLimit = 1 << 20
    /// Bytes of a dropped body that are read to keep its connection.
    package var dropLimit = 64 << 10
    /// What the server shows to clients that begin with TLS; nil: they are not served.
    package var tls: TLSIdentity?
    /// Told, on the loop, what an operator should know: a TLS client on this port, descriptors used up.
    package var log: @Sendable (String) -> Void = { _ in }

    package init() {}
  }

  let loop: EventLoop
  let application: any HTTPApplication
  let configuration: Configuration
  let limits: ConnectionLimits
  var date = DateField()
  private(set) var isStopping = false
  private var listeners: [Listener] = []
  private var connections: [ServerConnection] = []
  private var freeBuffers: [OutputBuffer] = []
  /// Where HTTP/2's answers put their heads together.
  let fieldBlock = HTTP2FieldBlock()
  private var sweep: TimerHandle?
  private var whenStopped: (() -> Void)?
  private var deadline: TimerHandle?
  private var told: Set<String> = []

  package init(
    loop: EventLoop, application: any HTTPApplication, configuration: Configuration = Configuration()
  ) {
    self.loop = loop
    self.application = application
    self.configuration = configuration
    limits = ConnectionLimits(configuration)
  }

  /// How many connections are open.
  package var connectionCount: Int { connections.count }

  // MARK: Listening

  /// Begins to accept connections; called on the loop or before it runs. `host` is an IPv4 or IPv6 literal or `localhost`,
  /// which is 127.0.0.1, and ::1 too where the machine has it. Port 0 takes a free one; the address says which.
  @discardableResult
  package func bind(host: String, port: Int) throws(IOError) -> SocketAddress {
    let isLocalhost: Bool = host == "localhost"
    guard let address = SocketAddress(literal: isLocalhost ? "127.0.0.1" : host, port: port) else {
      throw IOError(code: EINVAL, call: "bind \(host):\(port)")
    }
    let first: Listener = try listen(address)
    let bound: SocketAddress = try System.localAddress(first.descriptor)
    if isLocalhost, let second = SocketAddress(literal: "::1", port: bound.port) {
      do { _ = try listen(second) } catch {
        // A machine without IPv6, or a chosen port that is not free there too, leaves us with IPv4.
        if error.code == EADDRINUSE, port != 0 {
          first.closeDescriptor()
          listeners.removeAll { $0 === first }
          throw error
        }
      }
    }
    return bound
  }

  private func listen(_ address: SocketAddress) throws(IOError) -> Listener {
    let listener = try Listener(self, address)
    try loop.register(listener, for: EventLoop.readable)
    listeners.append(listener)
    return listener
  }

  // MARK: Connections

  var mayTakeConnection: Bool { connections.count < limits.connections }
  /// Refused clients are let linger too, but not without bound.
  var mayRefuseInWords: Bool { connections.count < limits.connections + 64 }

  func take(_ descriptor: Int32, _ peer: SocketAddress, refusing: Bool) {
    let connection = Connection(
      self, descriptor, HTTPPeer(address: peer.host, port: peer.port, isTLS: false), index: connections.count)
    do { try loop.register(connection, for: EventLoop.readable) } catch {
      connection.closeDescriptor()
      return
    }
    connections.append(connection)
    if refusing { connection.refuse(503) }
    if sweep == nil { scheduleSweep() }
  }

  /// The connection's protocol was recognised: the new one stands in its place from now on.
  func replace(_ old: ServerConnection, with new: ServerConnection) {
    loop.replace(old, with: new)
    connections[old.index] = new
  }

  func removed(_ connection: ServerConnection) {
    let index: Int = connection.index
    guard index < connections.count, connections[index] === connection else { return }
    connections.swapAt(index, connections.count - 1)
    connections.removeLast()
    if index < connections.count { connections[index].index = index }
    if connections.isEmpty { finishStopping() }
  }

  /// nil where the server does not speak TLS, or cannot.
  func makeTLSSession() -> TLSSession? {
    guard let identity = configuration.tls else {
      tellOnce("A client tried TLS: this port speaks plain HTTP (use http:// in the endpoint).")
      return nil
    }
    do throws(TLSError) {
      return try TLSSession(server: try identity.context(), loop)
    } catch {
      tellOnce("A client tried TLS, and it cannot be spoken: \(error)")
      return nil
    }
  }

  /// Logs a thing once, for one client may cause it a thousand times.
  func tellOnce(_ line: String) {
    if told.insert(line).inserted { configuration.log(line) }
  }

  /// Time-outs are looked after by one sweep over all connections, so that a request costs no timer.
  private func scheduleSweep() {
    sweep = loop.schedule(after: limits.sweepInterval) { [weak self] in
      guard let self else { return }
      sweep = nil
      for connection in connections { connection.checkDeadlines(loop.now) }
      if !connections.isEmpty { scheduleSweep() }
    }
  }

  // MARK: Buffers

  func takeBuffer() -> OutputBuffer { freeBuffers.popLast() ?? OutputBuffer(capacity: 4096) }

  /// Kept for the next answer, unless it has grown large or there are plenty.
  func giveBack(_ buffer: OutputBuffer) {
    guard freeBuffers.count < 64, buffer.size <= 64 << 10 else { return }
    buffer.removeAll()
    freeBuffers.append(buffer)
  }

  // MARK: Stopping

  /// Accepts no more connections, closes the idle ones, finishes what is in flight, cuts what is left after `limit`; then
  /// calls `done`, on the loop. Called on the loop, once.
  package func stop(within limit: Duration = .seconds(10), _ done: @escaping () -> Void) {
    guard !isStopping else { return }
    isStopping = true
    whenStopped = done
    for listener in listeners { listener.closeDescriptor() }
    listeners = []
    for connection in connections { connection.drain() }
    if connections.isEmpty {
      finishStopping()
    } else {
      deadline = loop.schedule(after: limit) { [weak self] in
        guard let self else { return }
        for connection in connections { connection.close() }
        finishStopping()
      }
    }
  }

  /// The same from outside of the loop; returns when it is done.
  package func stop(within limit: Duration = .seconds(10)) async {
    await withCheckedContinuation { continuation in
      loop.post { [self] in stop(within: limit) { continuation.resume() } }
    }
  }

  private func finishStopping() {
    guard isStopping, let done = whenStopped else { return }
    whenStopped = nil
    deadline?.cancel()
    sweep?.cancel()
    sweep = nil
    done()
  }
}

/// The configuration's limits as the connections use them: in nanoseconds, and within what the process may do.
struct ConnectionLimits {
  let connections: Int
  let idle: UInt64
  let head: UInt64
  let body: UInt64
  let write: UInt64
  let linger: UInt64
  let sweepInterval: Duration

  init(_ configuration: HTTPServer.Configuration) {
    // Database, files, processes and outgoing connections need descriptors too.
    let descriptors: Int = System.descriptorLimit()
    connections = max(1, min(configuration.connectionLimit, descriptors - max(64, descriptors / 8)))
    idle = configuration.idleTimeout.nanoseconds
    head = configuration.headTimeout.nanoseconds
    body = configuration.bodyTimeout.nanoseconds
    write = configuration.writeTimeout.nanoseconds
    linger = configuration.lingerTimeout.nanoseconds
    let least: UInt64 = min(min(min(idle, head), min(body, write)), linger)
    sweepInterval = .nanoseconds(Int64(min(1_000_000_000, max(2_000_000, least / 4))))
  }
}
