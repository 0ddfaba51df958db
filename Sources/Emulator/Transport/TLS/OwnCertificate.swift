internal import COpenSSL
internal import Glibc

/// A certificate for this machine, for servers that were given none: signed by an authority of its own, whose key is
/// thrown away, so that trusting it trusts nothing else.
struct OwnCertificate {
  /// Key, certificate and authority, one behind the other in PEM.
  let pem: [UInt8]

  private static let names =
    "DNS:localhost,DNS:*.localhost,DNS:*.s3.localhost,IP:127.0.0.1,IP:::1"
  /// Some clients take no certificate that is good for more than 825 days.
  private static let days = 800

  private struct Parts {
    let certificate: OpaquePointer
    let key: OpaquePointer
  }

  /// Makes it anew, good from a day ago.
  static func make() throws(TLSError) -> OwnCertificate {
    let authority: Parts = try part("Cauce local authority", issuer: nil)
    defer {
      X509_free(authority.certificate)
      EVP_PKEY_free(authority.key)
    }
    let own: Parts = try part("localhost", issuer: authority)
    defer {
      X509_free(own.certificate)
      EVP_PKEY_free(own.key)
    }
    guard let out = BIO_new(BIO_s_mem()) else { throw TLSError("a certificate cannot be written") }
    defer { BIO_free(out) }
    guard PEM_write_bio_PrivateKey(out, own.key, nil, nil, 0, nil, nil) == 1,
      PEM_write_bio_X509(out, own.certificate) == 1, PEM_write_bio_X509(out, authority.certificate) == 1
    else { throw TLSError("a certificate cannot be written") }
    return OwnCertificate(pem: bytes(of: out))
  }

  /// Whether it will still be good in thirty days.
  static func isFresh(_ pem: [UInt8]) -> Bool {
    pem.withUnsafeBytes { bytes in
      guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return false }
      defer { BIO_free(bio) }
      guard let certificate = PEM_read_bio_X509(bio, nil, nil, nil) else { return false }
      defer { X509_free(certificate) }
      var limit: time_t = time(nil) + 30 * 86_400
      return X509_cmp_time(X509_get0_notAfter(certificate), &limit) > 0
    }
  }

  /// The last certificate in the file: the authority.
  static func authority(in pem: [UInt8]) -> [UInt8] {
    let mark: [UInt8] = Array("-----BEGIN CERTIFICATE-----".utf8)
    guard pem.count >= mark.count else { return [] }
    for start in stride(from: pem.count - mark.count, through: 0, by: -1)
    where pem[start] == mark[0] && pem[start..<start + mark.count].elementsEqual(mark) {
      return Array(pem[start...])
    }
    return []
  }

  private static func part(_ name: String, issuer: Parts?) throws(TLSError) -> Parts {
    let failure = "a certificate cannot be made"
    guard let key = cauce_new_ec_key() else { throw TLSError(failure) }
    guard let certificate = X509_new() else {
      EVP_PKEY_free(key)
      throw TLSError(failure)
    }
    var serial: UInt64 = 0
    RAND_bytes(&serial, 8)
    let subject: OpaquePointer? = X509_get_subject_name(certificate)
    let isAuthority: Bool = issuer == nil
    let issuerCertificate: OpaquePointer = issuer?.certificate ?? certificate
    var isMade: Bool =
      X509_set_version(certificate, 2) == 1
      && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1) == 1
      && X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400) != nil
      && X509_gmtime_adj(X509_getm_notAfter(certificate), (isAuthority ? days + 30 : days) * 86_400) != nil
      && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_FLAG | 1, name, -1, -1, 0) == 1
      && X509_set_issuer_name(certificate, X509_get_subject_name(issuerCertificate)) == 1
      && X509_set_pubkey(certificate, key) == 1
    let extensions: [(Int32, String)] =
      isAuthority
      ? [
        (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
      ]
      : [
        (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
        (NID_ext_key_usage, "serverAuth"), (NID_subject_key_identifier, "hash"),
        (NID_authority_key_identifier, "keyid:always"), (NID_subject_alt_name, names),
      ]
    for (kind, value) in extensions where isMade {
      isMade = cauce_x509_add(certificate, issuerCertificate, kind, value) == 1
    }
    guard isMade, X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0 else {
      X509_free(certificate)
      EVP_PKEY_free(key)
      throw TLSError(failure)
    }
    return Parts(certificate: certificate, key: key)
  }

  private static func bytes(of bio: OpaquePointer) -> [UInt8] {
    var start: UnsafeMutablePointer<CChar>?
    let count: Int = cauce_bio_bytes(bio, &start)
    return Array(UnsafeRawBufferPointer(start: start, count: max(0, count)))
  }
}
