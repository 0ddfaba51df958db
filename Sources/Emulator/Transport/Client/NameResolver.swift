internal import Glibc

/// Finds the addresses of hosts.
enum NameResolver {
  /// What crosses to the thread and back.
  ///
  /// `@unchecked Sendable`: `done` is only carried; it is called on the loop where it came from.
  private final class Question: @unchecked Sendable {
    let host: String
    let port: Int
    let loop: EventLoop
    let done: ([SocketAddress]) -> Void

    init(host: String, port: Int, loop: EventLoop, done: @escaping ([SocketAddress]) -> Void) {
      self.host = host
      self.port = port
      self.loop = loop
      self.done = done
    }
  }

  /// Calls `done` on the loop with the addresses in the order in which they are to be tried, none where there is no such
  /// host: at once for literals and for `localhost` and the names under it (RFC 6761 §6.3), else after getaddrinfo on a
  /// thread of its own. Called on the loop.
  static func resolve(
    _ host: String, port: Int, loop: EventLoop, _ done: @escaping ([SocketAddress]) -> Void
  ) {
    if let address = SocketAddress(literal: host, port: port) {
      done([address])
      return
    }
    if host == "localhost" || host.hasSuffix(".localhost") {
      done(["127.0.0.1", "::1"].compactMap { SocketAddress(literal: $0, port: port) })
      return
    }
    let question = Unmanaged.passRetained(Question(host: host, port: port, loop: loop, done: done))
    var thread = pthread_t()
    let failure: Int32 = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let question: Question = Unmanaged<Question>.fromOpaque(context).takeRetainedValue()
        let addresses: [SocketAddress] = NameResolver.lookUp(question.host, port: question.port)
        question.loop.post { question.done(addresses) }
        return nil
      }, question.toOpaque())
    if failure != 0 {
      question.release()
      done([])
      return
    }
    pthread_detach(thread)
  }

  /// Blocks.
  private static func lookUp(_ host: String, port: Int) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next: UnsafeMutablePointer<addrinfo>? = list
    while let entry = next {
      if let address = entry.pointee.ai_addr {
        addresses.append(SocketAddress(copying: address, count: Int(entry.pointee.ai_addrlen)))
      }
      next = entry.pointee.ai_next
    }
    return addresses
  }
}
