import CLinux
import Glibc
package import Protocols

/// A listening socket and its connections. Loop only.
///
/// `@unchecked Sendable`: `stop` comes back to the loop before it touches anything.
package final class HTTPServer: EventHandler, @unchecked Sendable {
  package struct Configuration: Sendable {
    package var connections = 4096
    /// Seconds without a byte between requests.
    package var idle = 300
    /// Seconds from the first byte of a head to its last.
    package var slowHead = 30
    /// Seconds that a stop waits for what is in flight.
    package var grace = 10
    package var limits = HTTPRequestParser.Limits()
    package init() {}
  }

  let loop: EventLoop
  let application: any HTTPApplication
  let configuration: Configuration
  private var listener: Int32 = -1
  /// Closed for a moment when the process has no descriptor left, to accept a connection and refuse it.
  private var reserve: Int32 = -1
  private var connections: [ObjectIdentifier: HTTPConnection] = [:]
  private(set) var isStopping = false
  private var stopped: CheckedContinuation<Void, Never>?
  private var date = ""
  private var dateSecond = 0

  package init(loop: EventLoop, application: any HTTPApplication, configuration: Configuration) {
    self.loop = loop
    self.application = application
    self.configuration = configuration
  }

  /// Listens and returns the port. `host` is an IPv4 or IPv6 address, or `localhost`; port 0 is any free one.
  package func bind(host: String, port: Int) throws(IOError) -> Int {
    let name = host == "localhost" ? "127.0.0.1" : host
    let what = "cannot listen on \(host):\(port)"
    var bound = 0
    if name.contains(":") {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = in_port_t(port).bigEndian
      guard inet_pton(AF_INET6, name, &address.sin6_addr) == 1 else { throw IOError(EINVAL, what) }
      bound = try listen(AF_INET6, &address, socklen_t(MemoryLayout<sockaddr_in6>.size), what)
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      guard inet_pton(AF_INET, name, &address.sin_addr) == 1 else { throw IOError(EINVAL, what) }
      bound = try listen(AF_INET, &address, socklen_t(MemoryLayout<sockaddr_in>.size), what)
    }
    reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
    loop.schedule(after: .seconds(1)) { [weak self] in self?.sweep() }
    return bound
  }

  private func listen<Address>(
    _ family: Int32, _ address: inout Address, _ size: socklen_t, _ what: String
  ) throws(IOError) -> Int {
    listener = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    if listener < 0 { throw IOError(errno, what) }
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    let bindResult = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(listener, $0, size) }
    }
    if bindResult != 0 || Glibc.listen(listener, 1024) != 0 {
      let code = errno
      close(listener)
      listener = -1
      throw IOError(code, what)
    }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &length) }
    }
    try loop.add(listener, EPOLLIN.rawValue, self)
    // The port stands at the same place in both families.
    return withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
    }
  }

  func ready(_ events: UInt32) {
    for _ in 0..<64 {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let descriptor = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          accept4(listener, $0, &length, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
        }
      }
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        if errno == EMFILE || errno == ENFILE { refuseWithoutDescriptor() }
        return
      }
      if connections.count >= configuration.connections {
        refuse(descriptor)
        continue
      }
      var one: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      let connection = HTTPConnection(descriptor, Self.peer(&storage), self)
      do { try loop.add(descriptor, EPOLLIN.rawValue | EPOLLRDHUP.rawValue, connection) } catch {
        close(descriptor)
        continue
      }
      connections[ObjectIdentifier(connection)] = connection
    }
  }

  /// One connection too many is told so and closed.
  private func refuse(_ descriptor: Int32) {
    let text = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    _ = text.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    close(descriptor)
  }

  private func refuseWithoutDescriptor() {
    close(reserve)
    let descriptor = accept4(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
    if descriptor >= 0 { refuse(descriptor) }
    reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
  }

  private static func peer(_ storage: inout sockaddr_storage) -> HTTPPeer {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    var port = 0
    withUnsafePointer(to: &storage) { pointer in
      if pointer.pointee.ss_family == sa_family_t(AF_INET) {
        pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          var address = $0.pointee.sin_addr
          inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
          port = Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
      } else {
        pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          var address = $0.pointee.sin6_addr
          inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
          port = Int(UInt16(bigEndian: $0.pointee.sin6_port))
        }
      }
    }
    let length = text.firstIndex(of: 0) ?? text.count
    return HTTPPeer(
      address: String(decoding: text[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self), port: port, isTLS: false)
  }

  /// `Date: …\r\n`, made once a second.
  var dateLine: String {
    let now = Glibc.time(nil)
    if now != dateSecond {
      dateSecond = now
      date = "Date: \(Timestamp(seconds: Int64(now)).httpDate())\r\n"
    }
    return date
  }

  func closed(_ connection: HTTPConnection) {
    connections[ObjectIdentifier(connection)] = nil
    if isStopping, connections.isEmpty { finishStop() }
  }

  /// Once a second: who was silent for too long.
  private func sweep() {
    if listener < 0, connections.isEmpty { return }
    let now = System.monotonicNanoseconds()
    for connection in Array(connections.values) { connection.checkTime(now) }
    loop.schedule(after: .seconds(1)) { [weak self] in self?.sweep() }
  }

  /// Stops accepting, lets what is in flight finish (`grace` seconds at most), closes the rest. From outside of the loop.
  package func stop() async {
    await withCheckedContinuation { continuation in
      loop.post { [self] in
        isStopping = true
        if listener >= 0 {
          loop.remove(listener)
          close(listener)
          close(reserve)
          listener = -1
        }
        stopped = continuation
        for connection in Array(connections.values) { connection.closeIfIdle() }
        if connections.isEmpty { finishStop() }
        loop.schedule(after: .seconds(configuration.grace)) { [weak self] in
          guard let self else { return }
          for connection in Array(connections.values) { connection.drop() }
          finishStop()
        }
      }
    }
  }

  private func finishStop() {
    stopped?.resume()
    stopped = nil
  }
}
