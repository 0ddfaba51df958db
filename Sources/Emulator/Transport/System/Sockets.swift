internal import CLinux
internal import Glibc

/// The calls on stream sockets.
extension System {
  static func socket(_ family: Int32) throws(IOError) -> Int32 {
    let kind: Int32 = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    return Int32(try call("socket") { Int(Glibc.socket(family, kind, 0)) })
  }

  static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) throws(IOError) {
    var value: Int32 = value
    _ = try call("setsockopt") {
      Int(setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)))
    }
  }

  static func noDelay(_ descriptor: Int32) throws(IOError) { try set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

  /// Closing the descriptor shall reset the connection, so that the peer cannot take the end for a complete answer.
  static func resetOnClose(_ descriptor: Int32) {
    var value = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  /// The error that an asynchronous connect left, 0 for none.
  static func pendingError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length) == 0 else { return errno }
    return value
  }

  static func bind(_ descriptor: Int32, _ address: SocketAddress) throws(IOError) {
    _ = try call("bind \(address)") {
      Int(address.withSockaddr { pointer, length in Glibc.bind(descriptor, pointer, length) })
    }
  }

  static func listen(_ descriptor: Int32, backlog: Int32) throws(IOError) {
    _ = try call("listen") { Int(Glibc.listen(descriptor, backlog)) }
  }

  /// `wouldBlock` where the connection is under way: the descriptor becomes writable when it stands or has failed.
  static func connect(_ descriptor: Int32, _ address: SocketAddress) throws(IOError) -> Outcome {
    let result: Int32 = address.withSockaddr { pointer, length in Glibc.connect(descriptor, pointer, length) }
    if result == 0 { return .done(0) }
    let code: Int32 = errno
    // After EINTR the connect goes on by itself (connect(2)).
    if code == EINPROGRESS || code == EINTR { return .wouldBlock }
    throw IOError(code: code, call: "connect \(address)")
  }

  /// The descriptor of the next waiting connection and its peer; nil when none waits.
  static func accept(_ listener: Int32) throws(IOError) -> (descriptor: Int32, peer: SocketAddress)? {
    var peer = SocketAddress()
    let flags: Int32 = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let outcome: Outcome = try attempt("accept4") {
      Int(peer.withMutableSockaddr { pointer, length in accept4(listener, pointer, length, flags) })
    }
    guard case .done(let descriptor) = outcome else { return nil }
    return (Int32(descriptor), peer)
  }

  static func localAddress(_ descriptor: Int32) throws(IOError) -> SocketAddress {
    var address = SocketAddress()
    _ = try call("getsockname") {
      Int(address.withMutableSockaddr { pointer, length in getsockname(descriptor, pointer, length) })
    }
    return address
  }

  /// Ends our sending side; the peer still can send. A socket that is gone already is left alone.
  static func shutdownSending(_ descriptor: Int32) { _ = Glibc.shutdown(descriptor, Int32(SHUT_WR)) }

  /// How many descriptors this process may have open (the soft limit).
  static func descriptorLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return limit.rlim_cur > rlim_t(Int32.max) ? Int(Int32.max) : Int(limit.rlim_cur)
  }

  /// A descriptor kept back, so that a connection can still be refused when all others are used up.
  static func reserveDescriptor() -> Int32 { Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
