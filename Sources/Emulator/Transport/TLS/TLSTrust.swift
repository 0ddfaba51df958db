internal import COpenSSL

/// Whom a client believes: the machine's authorities, or those of a file (`AWS_CA_BUNDLE`). A server has to show a
/// certificate of theirs for the name it was called by.
///
/// `@unchecked Sendable`: made once; OpenSSL's context may be used by any thread.
package final class TLSTrust: @unchecked Sendable {
  let context: OpaquePointer

  /// `authorities` is a PEM file; nil: the machine's own.
  package init(authorities: String? = nil) throws(TLSError) {
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw TLSError("TLS cannot be set up") }
    cauce_tls_settle(context)
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    let isLoaded: Bool
    if let authorities {
      isLoaded = SSL_CTX_load_verify_locations(context, authorities, nil) == 1
    } else {
      isLoaded = SSL_CTX_set_default_verify_paths(context) == 1
    }
    guard isLoaded else {
      SSL_CTX_free(context)
      throw TLSError("the certificates \(authorities ?? "of the machine") cannot be used")
    }
    self.context = context
  }

  deinit { SSL_CTX_free(context) }
}
