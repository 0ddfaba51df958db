internal import COpenSSL

/// A certificate or key that cannot be used, or a TLS connection that failed, in OpenSSL's words.
package struct TLSError: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String

  /// `what` could not be done, for the reason that OpenSSL left behind.
  init(_ what: String) {
    let code: UInt = ERR_peek_last_error()
    ERR_clear_error()
    if code != 0, let reason = ERR_reason_error_string(code) {
      description = "\(what): \(String(cString: reason))"
    } else {
      description = what
    }
  }
}
