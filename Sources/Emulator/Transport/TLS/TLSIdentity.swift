internal import COpenSSL
internal import Glibc

/// What a server shows to clients that speak TLS. Made ready when the first of them comes, for most runs have none.
/// Loop only, once the server runs.
///
/// `@unchecked Sendable`: carried to the loop in the server's configuration.
package final class TLSIdentity: @unchecked Sendable {
  private enum Source {
    case files(certificate: String, key: String)
    /// Kept in that file; nil: in memory.
    case own(String?)
  }

  private let source: Source
  private var made: OpaquePointer?
  /// The own certificate, with its key and its authority.
  private var pem: [UInt8] = []

  /// The certificate (with its chain) and the key in PEM files; throws one clear line where they cannot be used.
  package init(certificate: String, key: String) throws(TLSError) {
    source = .files(certificate: certificate, key: key)
    _ = try context()
  }

  /// A certificate of our own for this machine, kept in that file where there is one.
  package init(keptIn file: String?) { source = .own(file) }

  deinit { SSL_CTX_free(made) }

  /// What a client has to trust, in PEM.
  package func authority() throws(TLSError) -> [UInt8] {
    switch source {
    case .own:
      try prepareOwn()
      return OwnCertificate.authority(in: pem)
    case .files(let certificate, _):
      guard let content = TLSIdentity.read(certificate) else { throw TLSError("\(certificate) cannot be read") }
      return content
    }
  }

  /// OpenSSL's context for servers.
  func context() throws(TLSError) -> OpaquePointer {
    if let made { return made }
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw TLSError("TLS cannot be set up") }
    do throws(TLSError) {
      cauce_tls_settle(context)
      SSL_CTX_set_alpn_select_cb(
        context,
        { _, out, outCount, offered, count, _ in
          guard let out, let outCount else { return SSL_TLSEXT_ERR_NOACK }
          let known: StaticString = "\u{2}h2\u{8}http/1.1"
          let chosen: Int32 = out.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 1) {
            SSL_select_next_proto(
              $0, outCount, known.utf8Start, UInt32(known.utf8CodeUnitCount), offered, count)
          }
          return chosen == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK
        }, nil)
      switch source {
      case .files(let certificate, let key):
        guard SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
          throw TLSError("the certificate \(certificate) cannot be used")
        }
        guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1,
          SSL_CTX_check_private_key(context) == 1
        else { throw TLSError("the key \(key) cannot be used") }
      case .own:
        try prepareOwn()
        try use(pem, context)
      }
    } catch {
      SSL_CTX_free(context)
      throw error
    }
    made = context
    return context
  }

  private func prepareOwn() throws(TLSError) {
    guard pem.isEmpty, case .own(let file) = source else { return }
    if let file, let kept = TLSIdentity.read(file), OwnCertificate.isFresh(kept) {
      pem = kept
      return
    }
    pem = try OwnCertificate.make().pem
    if let file, !TLSIdentity.write(pem, file) { throw TLSError("\(file) cannot be written") }
  }

  private func use(_ pem: [UInt8], _ context: OpaquePointer) throws(TLSError) {
    let isUsed: Bool = pem.withUnsafeBytes { bytes in
      guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return false }
      defer { BIO_free(bio) }
      guard let key = PEM_read_bio_PrivateKey(bio, nil, nil, nil) else { return false }
      defer { EVP_PKEY_free(key) }
      guard let certificate = PEM_read_bio_X509(bio, nil, nil, nil) else { return false }
      defer { X509_free(certificate) }
      guard let authority = PEM_read_bio_X509(bio, nil, nil, nil) else { return false }
      // The context takes the authority over.
      if cauce_tls_add_chain(context, authority) != 1 {
        X509_free(authority)
        return false
      }
      return SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1
    }
    if !isUsed { throw TLSError("the kept certificate cannot be used") }
  }

  // MARK: Files

  private static func read(_ path: String) -> [UInt8]? {
    let file: Int32 = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var content = [UInt8](repeating: 0, count: 64 << 10)
    let count: Int = Glibc.read(file, &content, content.count)
    return count > 0 ? Array(content[..<count]) : nil
  }

  /// Whole or not at all, and for the owner's eyes only.
  private static func write(_ content: [UInt8], _ path: String) -> Bool {
    let draft: String = path + ".new"
    let file: Int32 = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    let isWritten: Bool = Glibc.write(file, content, content.count) == content.count && fsync(file) == 0
    close(file)
    return isWritten && rename(draft, path) == 0
  }
}
