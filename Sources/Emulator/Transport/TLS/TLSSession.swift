internal import COpenSSL
internal import Glibc

/// TLS between one connection and its socket: OpenSSL gets what was received and gives what is to be sent, and never sees
/// the descriptor, so that reading and writing stay as they are without it. Loop only.
final class TLSSession {
  /// `nonisolated(unsafe)`: made once, never changed.
  nonisolated(unsafe) private static let method: OpaquePointer? = makeMethod()
  /// At most so many bytes are encrypted before the socket has taken them.
  private static let batch = 256 << 10
  /// Received at one time. Less than the readers' buffers by more than a record, so that all of it can be decrypted at once.
  private static let readSize = 128 << 10

  private let ssl: OpaquePointer
  private let loop: EventLoop
  /// What was received and OpenSSL has not taken.
  private var input = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Encrypted, and not sent.
  private let out = OutputBuffer(capacity: 4096)
  /// The peer has said that it sends no more.
  private(set) var hasEnded = false
  private var hasFailed = false

  /// A server's side.
  init(server context: OpaquePointer, _ loop: EventLoop) throws(TLSError) {
    guard let ssl = SSL_new(context) else { throw TLSError("TLS cannot be begun") }
    self.ssl = ssl
    self.loop = loop
    SSL_set_accept_state(ssl)
    connect()
  }

  /// A client's side, for a server of that name, which has to prove it.
  init(client context: OpaquePointer, _ name: String, _ loop: EventLoop) throws(TLSError) {
    guard let ssl = SSL_new(context) else { throw TLSError("TLS cannot be begun") }
    self.ssl = ssl
    self.loop = loop
    let isAddress: Bool = SocketAddress(literal: name, port: 0) != nil
    if !isAddress { _ = cauce_tls_set_name(ssl, name) }
    let isNamed: Int32 =
      isAddress ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) : SSL_set1_host(ssl, name)
    guard isNamed == 1 else { throw TLSError("\(name) is no name for a certificate") }
    SSL_set_connect_state(ssl)
    connect()
    _ = SSL_do_handshake(ssl)
  }

  deinit { SSL_free(ssl) }

  private func connect() {
    let bio: OpaquePointer? = BIO_new(TLSSession.method)
    BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    BIO_set_init(bio, 1)
    // One for both directions; the session frees it once.
    SSL_set_bio(ssl, bio, bio)
  }

  private static func makeMethod() -> OpaquePointer? {
    let made: OpaquePointer? = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "cauce")
    BIO_meth_set_write(made) { bio, bytes, count in
      guard let session = TLSSession.of(bio), count > 0 else { return 0 }
      session.out.append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      cauce_bio_clear_retry(bio)
      return count
    }
    BIO_meth_set_read(made) { bio, target, limit in
      guard let session = TLSSession.of(bio), let target else { return 0 }
      return session.give(bio, UnsafeMutableRawBufferPointer(start: target, count: Int(limit)))
    }
    BIO_meth_set_ctrl(made) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return made
  }

  private static func of(_ bio: OpaquePointer?) -> TLSSession? {
    BIO_get_data(bio).map { Unmanaged<TLSSession>.fromOpaque($0).takeUnretainedValue() }
  }

  private func give(_ bio: OpaquePointer?, _ target: UnsafeMutableRawBufferPointer) -> Int32 {
    let count: Int = min(target.count, input.count)
    guard count > 0, let source = input.baseAddress else {
      cauce_bio_want_read(bio)
      return -1
    }
    cauce_bio_clear_retry(bio)
    target.copyMemory(from: UnsafeRawBufferPointer(start: source, count: count))
    input = UnsafeRawBufferPointer(rebasing: input[count...])
    return Int32(count)
  }

  // MARK: In

  /// What a client sent before it was known to speak TLS: its first words, which hold no data yet.
  func begin(_ bytes: UnsafeRawBufferPointer) throws(IOError) {
    input = bytes
    ERR_clear_error()
    let result: Int32 = SSL_do_handshake(ssl)
    input = UnsafeRawBufferPointer(start: nil, count: 0)
    if result != 1, SSL_get_error(ssl, result) != SSL_ERROR_WANT_READ { throw fail() }
  }

  /// Receives and decrypts; `wouldBlock` also where what has come holds no data.
  func receive(_ descriptor: Int32, into plain: UnsafeMutableRawBufferPointer) throws(IOError) -> System.Outcome {
    if hasEnded { return .done(0) }
    let cipher = UnsafeMutableRawBufferPointer(rebasing: loop.cipherBuffer[..<TLSSession.readSize])
    guard case .done(let received) = try System.receive(descriptor, into: cipher) else { return .wouldBlock }
    if received == 0 { return .done(0) }
    input = UnsafeRawBufferPointer(rebasing: cipher[..<received])
    var total = 0
    ERR_clear_error()
    while total < plain.count {
      let count: Int32 = SSL_read(ssl, plain.baseAddress.map { $0 + total }, Int32(plain.count - total))
      if count > 0 {
        total += Int(count)
        continue
      }
      switch SSL_get_error(ssl, count) {
      case SSL_ERROR_WANT_READ: break
      case SSL_ERROR_ZERO_RETURN: hasEnded = true
      default: throw fail()
      }
      break
    }
    input = UnsafeRawBufferPointer(start: nil, count: 0)
    return total > 0 || hasEnded ? .done(total) : .wouldBlock
  }

  private func fail() -> IOError {
    hasFailed = true
    input = UnsafeRawBufferPointer(start: nil, count: 0)
    return IOError(code: EPROTO, call: TLSError("TLS").description)
  }

  // MARK: Out

  /// Bytes that are encrypted and that the socket has not taken.
  var hasPending: Bool { !out.isEmpty }

  /// Sends what is encrypted; false where the socket takes no more.
  func flush(_ descriptor: Int32) throws(IOError) -> Bool {
    while !out.isEmpty {
      guard case .done(let count) = try System.send(descriptor, out.bytes, more: false) else { return false }
      out.drop(count)
    }
    return true
  }

  /// Encrypts and sends. What is said to be done is encrypted, and sent as far as the socket took it.
  func send(
    _ descriptor: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer? = nil
  ) throws(IOError) -> System.Outcome {
    guard try flush(descriptor) else { return .wouldBlock }
    var done: Int = try encrypt(first, TLSSession.batch)
    if let second, done == first.count { done += try encrypt(second, TLSSession.batch - done) }
    _ = try flush(descriptor)
    return .done(done)
  }

  private func encrypt(_ bytes: UnsafeRawBufferPointer, _ limit: Int) throws(IOError) -> Int {
    let count: Int = min(bytes.count, limit)
    guard count > 0 else { return 0 }
    ERR_clear_error()
    // Whole or not at all, for our buffer takes everything.
    guard SSL_write(ssl, bytes.baseAddress, Int32(count)) == Int32(count) else { throw fail() }
    return count
  }

  /// Says that nothing more will come, so that the peer knows that nothing was cut off.
  func end(_ descriptor: Int32) {
    if !hasFailed, SSL_is_init_finished(ssl) == 1 { SSL_shutdown(ssl) }
    // It is a courtesy: whether it arrives, nobody will know.
    _ = try? flush(descriptor)
  }

  /// Whether the peer of a client has shown who it is.
  var isEstablished: Bool { SSL_is_init_finished(ssl) == 1 }
}
