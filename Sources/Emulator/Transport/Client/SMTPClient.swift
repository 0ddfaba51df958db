/// Hands messages to an SMTP server (RFC 5321), without TLS and without authentication.
package struct SMTPClient: Sendable {
  private let loop: EventLoop
  /// What the client calls itself in EHLO.
  private let hello: String

  package init(loop: EventLoop, hello: String = "localhost") {
    self.loop = loop
    self.hello = hello
  }

  /// Sends the message (header and body, any line ends) to those recipients, in one dialogue and in that time as a whole.
  /// Throws when not a single recipient was taken. From any thread.
  package func send(
    host: String, port: Int, from sender: String, to recipients: [String], message: [UInt8],
    timeout: Duration = .seconds(60)
  ) async throws(SMTPError) -> SMTPReceipt {
    let dialogue = try SMTPDialogue(hello: hello, from: sender, to: recipients, message: message)
    let result: Result<SMTPReceipt, SMTPError> = await withCheckedContinuation { continuation in
      loop.post { [loop] in
        SMTPDelivery(loop, host: host, port: port, dialogue) { continuation.resume(returning: $0) }
          .begin(timeout)
      }
    }
    return try result.get()
  }
}

/// One delivery, from the connecting to its end. Loop only.
private final class SMTPDelivery {
  private let loop: EventLoop
  private let host: String
  private let port: Int
  private let dialogue: SMTPDialogue
  private var done: ((Result<SMTPReceipt, SMTPError>) -> Void)?
  private var dialler: Dialler?
  private var connection: SMTPConnection?
  private var timer: TimerHandle?

  init(
    _ loop: EventLoop, host: String, port: Int, _ dialogue: SMTPDialogue,
    _ done: @escaping (Result<SMTPReceipt, SMTPError>) -> Void
  ) {
    self.loop = loop
    self.host = host
    self.port = port
    self.dialogue = dialogue
    self.done = done
  }

  func begin(_ timeout: Duration) {
    timer = loop.schedule(after: timeout) { [self] in finish(.failure(.timedOut)) }
    dialler = Dialler(host, port: port, loop: loop) { [self] result in
      dialler = nil
      switch result {
      case .failure(.noSuchHost): finish(.failure(.noSuchHost(host)))
      case .failure(.refused(let error)): finish(.failure(.connect(error)))
      case .success(let descriptor):
        let made = SMTPConnection(loop, descriptor, dialogue) { [self] in finish($0) }
        connection = made
        do throws(IOError) {
          try loop.register(made, for: EventLoop.readable)
        } catch {
          finish(.failure(.io(error)))
        }
      }
    }
  }

  private func finish(_ result: Result<SMTPReceipt, SMTPError>) {
    guard let done else { return }
    self.done = nil
    timer?.cancel()
    timer = nil
    dialler?.cancel()
    dialler = nil
    connection?.leave()
    connection = nil
    done(result)
  }
}

/// The socket of one delivery. Loop only.
private final class SMTPConnection: Channel {
  private var dialogue: SMTPDialogue
  private var done: ((Result<SMTPReceipt, SMTPError>) -> Void)?
  private let out = OutputBuffer(capacity: 4096)
  private var input: [UInt8] = []

  init(
    _ loop: EventLoop, _ descriptor: Int32, _ dialogue: SMTPDialogue,
    _ done: @escaping (Result<SMTPReceipt, SMTPError>) -> Void
  ) {
    self.dialogue = dialogue
    self.done = done
    super.init(loop: loop, descriptor: descriptor)
  }

  /// The outcome is known: what is queued (QUIT) is still sent, and the connection ends with the server's reply to it.
  func leave() {
    done = nil
    guard !out.isEmpty else {
      closeDescriptor()
      return
    }
    loop.flush(self)
    loop.schedule(after: .seconds(5)) { [weak self] in self?.closeDescriptor() }
  }

  override func loopEnded() {
    finish(.failure(.closed))
    closeDescriptor()
  }

  override func ready(_ events: UInt32) {
    guard isOpen else { return }
    if events & EventLoop.writable != 0 {
      loop.watch(self, for: EventLoop.readable)
      loop.flush(self)
    }
    guard events & (EventLoop.readable | EventLoop.gone) != 0 else { return }
    do throws(IOError) {
      guard case .done(let count) = try System.receive(descriptor, into: loop.readBuffer) else { return }
      guard done != nil else {
        closeDescriptor()
        return
      }
      if count == 0 {
        finish(.failure(.closed))
        return
      }
      input.append(contentsOf: loop.readBuffer[0..<count])
      consume()
    } catch {
      finish(.failure(.io(error)))
      closeDescriptor()
    }
  }

  private func consume() {
    var offset = 0
    let bytes: [UInt8] = input
    while done != nil {
      switch bytes.withUnsafeBytes({ dialogue.next($0, &offset) }) {
      case .needMore:
        input.removeFirst(offset)
        return
      case .send(let command):
        out.append(command)
        loop.flush(self)
      case .done(let receipt): finish(.success(receipt))
      case .failed(let error): finish(.failure(error))
      }
    }
  }

  override func flush() {
    guard isOpen, !out.isEmpty else { return }
    // A failed write is followed by an event that says why.
    guard case .done(let count)? = try? System.send(descriptor, out.bytes, more: false) else {
      loop.watch(self, for: EventLoop.readable | EventLoop.writable)
      return
    }
    out.drop(count)
    if !out.isEmpty { loop.watch(self, for: EventLoop.readable | EventLoop.writable) }
  }

  private func finish(_ result: Result<SMTPReceipt, SMTPError>) {
    let done: ((Result<SMTPReceipt, SMTPError>) -> Void)? = self.done
    self.done = nil
    done?(result)
  }
}
