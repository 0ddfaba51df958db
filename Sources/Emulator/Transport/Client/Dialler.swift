internal import Glibc

/// Makes a connection to a host: finds its addresses and tries them in order. Loop only.
final class Dialler {
  enum Failure: Error {
    case noSuchHost
    /// What the last address answered.
    case refused(IOError)
  }

  private let loop: EventLoop
  private var addresses: [SocketAddress] = []
  private var attempt: Attempt?
  private var done: ((Result<Int32, Failure>) -> Void)?

  /// Calls `done` once, with a connected descriptor that then is the caller's, unless it is cancelled before.
  init(_ host: String, port: Int, loop: EventLoop, _ done: @escaping (Result<Int32, Failure>) -> Void) {
    self.loop = loop
    self.done = done
    NameResolver.resolve(host, port: port, loop: loop) { addresses in
      guard self.done != nil else { return }
      self.addresses = addresses
      self.tryNext(.noSuchHost)
    }
  }

  func cancel() {
    done = nil
    attempt?.closeDescriptor()
    attempt = nil
  }

  private func tryNext(_ last: Failure) {
    guard !addresses.isEmpty else {
      finish(.failure(last))
      return
    }
    do throws(IOError) {
      attempt = try Attempt(loop, addresses.removeFirst()) { [self] result in
        switch result {
        case .success(let descriptor): finish(.success(descriptor))
        case .failure(let error): tryNext(.refused(error))
        }
      }
    } catch {
      tryNext(.refused(error))
    }
  }

  private func finish(_ result: Result<Int32, Failure>) {
    attempt = nil
    let done: ((Result<Int32, Failure>) -> Void)? = self.done
    self.done = nil
    done?(result)
  }
}

/// One address.
private final class Attempt: Channel {
  private let address: SocketAddress
  private var done: ((Result<Int32, IOError>) -> Void)?

  init(_ loop: EventLoop, _ address: SocketAddress, _ done: @escaping (Result<Int32, IOError>) -> Void) throws(IOError)
  {
    self.address = address
    self.done = done
    super.init(loop: loop, descriptor: try System.socket(address.family))
    try System.noDelay(descriptor)
    // Even where it stands at once: epoll then tells so in the next turn.
    _ = try System.connect(descriptor, address)
    try loop.register(self, for: EventLoop.writable)
  }

  override func loopEnded() {
    closeDescriptor()
    let done: ((Result<Int32, IOError>) -> Void)? = self.done
    self.done = nil
    done?(.failure(IOError(code: ECANCELED, call: "connect \(address)")))
  }

  override func ready(_ events: UInt32) {
    guard let done else { return }
    self.done = nil
    let code: Int32 = System.pendingError(descriptor)
    if code == 0, events & EventLoop.gone == 0 {
      done(.success(releaseDescriptor()))
    } else {
      closeDescriptor()
      done(.failure(IOError(code: code == 0 ? ECONNREFUSED : code, call: "connect \(address)")))
    }
  }
}
