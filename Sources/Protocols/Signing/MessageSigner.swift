internal import COpenSSL

/// An RSA key with a certificate that it has signed itself: what SNS signs its messages with
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html).
///
/// `@unchecked Sendable`: nothing changes once it is made, and OpenSSL lets any thread sign with a key.
package final class MessageSigner: @unchecked Sendable {
  /// The key and the certificate, one behind the other in PEM: what to keep.
  package let pem: [UInt8]
  /// The certificate alone, in PEM: what to give away.
  package let certificate: [UInt8]
  private let key: OpaquePointer

  private static let bits: UInt32 = 2048
  private static let days = 3650

  /// Makes a key, which takes a tenth of a second or so. nil where OpenSSL cannot.
  package static func make(name: String) -> MessageSigner? {
    guard let key = cauce_new_rsa_key(bits) else { return nil }
    guard let certificate = X509_new() else {
      EVP_PKEY_free(key)
      return nil
    }
    defer { X509_free(certificate) }
    var serial: UInt64 = 0
    RAND_bytes(&serial, 8)
    let subject: OpaquePointer? = X509_get_subject_name(certificate)
    let isMade: Bool =
      X509_set_version(certificate, 2) == 1
      && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1) == 1
      && X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400) != nil
      && X509_gmtime_adj(X509_getm_notAfter(certificate), days * 86_400) != nil
      && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_FLAG | 1, name, -1, -1, 0) == 1
      && X509_set_issuer_name(certificate, subject) == 1
      && X509_set_pubkey(certificate, key) == 1
      && X509_sign(certificate, key, EVP_sha256()) > 0
    guard isMade, let shown = written({ PEM_write_bio_X509($0, certificate) }),
      let kept = written({ PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) })
    else {
      EVP_PKEY_free(key)
      return nil
    }
    return MessageSigner(key: key, certificate: shown, pem: kept + shown)
  }

  /// One that was kept.
  package convenience init?(pem: [UInt8]) {
    let key: OpaquePointer? = pem.withUnsafeBytes { bytes in
      guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(bio) }
      return PEM_read_bio_PrivateKey(bio, nil, nil, nil)
    }
    guard let key else { return nil }
    let mark: [UInt8] = Array("-----BEGIN CERTIFICATE-----".utf8)
    let start: Int? = pem.indices.first { pem[$0...].starts(with: mark) }
    guard let start else {
      EVP_PKEY_free(key)
      return nil
    }
    self.init(key: key, certificate: Array(pem[start...]), pem: pem)
  }

  private init(key: OpaquePointer, certificate: [UInt8], pem: [UInt8]) {
    self.key = key
    self.certificate = certificate
    self.pem = pem
  }

  deinit { EVP_PKEY_free(key) }

  package enum Digest: Sendable {
    case sha1, sha256
  }

  /// PKCS #1 v1.5, 256 bytes; takes about half a millisecond. Empty where OpenSSL cannot.
  package func sign(_ bytes: [UInt8], _ digest: Digest) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { return [] }
    defer { EVP_MD_CTX_free(context) }
    let method: OpaquePointer? = digest == .sha1 ? EVP_sha1() : EVP_sha256()
    guard EVP_DigestSignInit(context, nil, method, nil, key) == 1 else { return [] }
    var count: Int = Int(MessageSigner.bits / 8)
    var signature: [UInt8] = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSign(context, &signature, &count, bytes, bytes.count) == 1 else { return [] }
    return Array(signature.prefix(count))
  }

  private static func written(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    guard write(bio) == 1 else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count: Int = cauce_bio_bytes(bio, &start)
    return Array(UnsafeRawBufferPointer(start: start, count: max(0, count)))
  }
}
