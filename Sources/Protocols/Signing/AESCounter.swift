internal import COpenSSL

/// AES-256 in counter mode (NIST SP 800-38A §6.5), from any byte of the stream on: the same call encrypts and decrypts.
/// Not for two threads at once.
package final class AESCounter {
  private let context: OpaquePointer?

  /// `key` has 32 bytes. `nonce` fills the upper half of the counter's block and must never be used twice with a key;
  /// `offset` is where in the stream the first byte stands.
  package init(key: [UInt8], nonce: UInt64, offset: Int) {
    precondition(key.count == 32, "AES-256 has keys of 32 bytes")
    context = EVP_CIPHER_CTX_new()
    var block = [UInt8](repeating: 0, count: 16)
    for index in 0..<8 { block[index] = UInt8(truncatingIfNeeded: nonce >> UInt64(56 - index * 8)) }
    let counter = UInt64(offset / 16)
    for index in 0..<8 { block[8 + index] = UInt8(truncatingIfNeeded: counter >> UInt64(56 - index * 8)) }
    precondition(
      EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nil, key, block) == 1, "OpenSSL cannot encrypt with AES")
    // Into the middle of a block: what comes before it is thrown away.
    let inside = offset % 16
    if inside > 0 {
      var passed = [UInt8](repeating: 0, count: inside)
      passed.withUnsafeMutableBytes { apply($0) }
    }
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// In place.
  package func apply(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var done = 0
    while done < bytes.count {
      // The length is an Int32 for OpenSSL.
      let size = min(bytes.count - done, 1 << 30)
      var length: Int32 = 0
      precondition(
        EVP_EncryptUpdate(context, start + done, &length, start + done, Int32(size)) == 1 && Int(length) == size,
        "OpenSSL cannot encrypt with AES")
      done += size
    }
  }
}
