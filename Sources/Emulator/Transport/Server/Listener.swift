internal import CLinux
internal import Glibc

/// A listening socket.
final class Listener: Channel {
  private let server: HTTPServer
  /// Kept back for when all descriptors are used up.
  private var reserve: Int32 = -1
  private static let acceptsPerTurn = 64

  init(_ server: HTTPServer, _ address: SocketAddress) throws(IOError) {
    self.server = server
    let descriptor: Int32 = try System.socket(address.family)
    super.init(loop: server.loop, descriptor: descriptor)
    try System.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    if address.family == AF_INET6 {
      try System.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, address.isAnyIPv6 ? 0 : 1)
    }
    // Accepted sockets inherit it from the listening one.
    try System.noDelay(descriptor)
    try System.bind(descriptor, address)
    try System.listen(descriptor, backlog: 1024)
    reserve = System.reserveDescriptor()
  }

  deinit {
    if reserve >= 0 { System.close(reserve) }
  }

  override func ready(_ events: UInt32) {
    for _ in 0..<Listener.acceptsPerTurn {
      do throws(IOError) {
        guard let (descriptor, peer) = try System.accept(self.descriptor) else { return }
        if server.mayTakeConnection {
          server.take(descriptor, peer, refusing: false)
        } else if server.mayRefuseInWords {
          server.take(descriptor, peer, refusing: true)
        } else {
          System.close(descriptor)
        }
      } catch {
        switch error.code {
        case EMFILE, ENFILE:
          guard refuseWithReserve() else { return }
        case ENOBUFS, ENOMEM:
          pause()
          return
        default:
          // The connection failed before it was taken (accept(2) names them); the next one may do.
          continue
        }
      }
    }
  }

  /// Every descriptor is in use: the reserve makes place for one connection, which is told so and closed. False when
  /// there is nothing more to accept.
  private func refuseWithReserve() -> Bool {
    server.tellOnce("All file descriptors of the process are in use: connections are refused.")
    if reserve >= 0 {
      System.close(reserve)
      reserve = -1
    }
    var refused = false
    if let (descriptor, _) = try? System.accept(descriptor) {
      let answer: StaticString =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      let bytes = UnsafeRawBufferPointer(start: answer.utf8Start, count: answer.utf8CodeUnitCount)
      _ = try? System.send(descriptor, bytes, more: false)
      System.shutdownSending(descriptor)
      System.close(descriptor)
      refused = true
    }
    reserve = System.reserveDescriptor()
    if !refused || reserve < 0 {
      // Nothing can be done now; without a pause epoll would report the listener again at once.
      pause()
      return false
    }
    return true
  }

  private func pause() {
    loop.watch(self, for: 0)
    loop.schedule(after: .milliseconds(100)) { [weak self] in
      guard let self, isOpen else { return }
      loop.watch(self, for: EventLoop.readable)
    }
  }
}
