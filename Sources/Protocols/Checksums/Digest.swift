internal import COpenSSL

/// A cryptographic hash over bytes that come in pieces (OpenSSL's EVP). The context is made once and used again after
/// `finish`. Not for two threads at once.
package final class Digest {
  package enum Algorithm: Sendable, CaseIterable {
    case md5, sha1, sha256, sha512

    /// The length of the hash in bytes.
    package var size: Int {
      switch self {
      case .md5: 16
      case .sha1: 20
      case .sha256: 32
      case .sha512: 64
      }
    }
  }

  package let algorithm: Algorithm
  private let context: OpaquePointer?

  package init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    context = EVP_MD_CTX_new()
    begin()
  }

  deinit { EVP_MD_CTX_free(context) }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > 0 { checked(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)) }
  }

  package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The hash of what came since the last `finish`.
  package func finish() -> [UInt8] {
    let hash = [UInt8](unsafeUninitializedCapacity: algorithm.size) { out, count in
      var length: UInt32 = 0
      checked(EVP_DigestFinal_ex(context, out.baseAddress, &length))
      count = Int(length)
    }
    begin()
    return hash
  }

  private func begin() { checked(EVP_DigestInit_ex(context, Fetched.of(algorithm).pointer, nil)) }

  /// These calls fail only without memory or on an OpenSSL without the hash, and no hash may then be told.
  private func checked(_ result: Int32) { precondition(result == 1, "OpenSSL cannot compute a hash") }

  /// The implementation of a hash, fetched once: fetching is a search by name.
  // An EVP_MD is never changed once it is fetched and these live as long as the process, so threads may share them.
  private struct Fetched: @unchecked Sendable {
    let pointer: OpaquePointer?

    static let md5 = Fetched(pointer: EVP_MD_fetch(nil, "MD5", nil))
    static let sha1 = Fetched(pointer: EVP_MD_fetch(nil, "SHA1", nil))
    static let sha256 = Fetched(pointer: EVP_MD_fetch(nil, "SHA256", nil))
    static let sha512 = Fetched(pointer: EVP_MD_fetch(nil, "SHA512", nil))

    static func of(_ algorithm: Algorithm) -> Fetched {
      switch algorithm {
      case .md5: md5
      case .sha1: sha1
      case .sha256: sha256
      case .sha512: sha512
      }
    }
  }
}

package enum MD5 {
  /// 16 bytes. Fast for short input: it routes every Kinesis record.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { out, count in
      cauce_md5(bytes.baseAddress, bytes.count, out.baseAddress)
      count = 16
    }
  }

  package static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

  /// The hash of a string's UTF-8 as the big-endian number it stands for: a Kinesis hash key.
  package static func number(_ string: String) -> UInt128 {
    var string = string
    return string.withUTF8 { number(UnsafeRawBufferPointer($0)) }
  }

  package static func number(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { room in
      cauce_md5(bytes.baseAddress, bytes.count, room.baseAddress?.assumingMemoryBound(to: UInt8.self))
      let high = UInt64(bigEndian: room.load(fromByteOffset: 0, as: UInt64.self))
      let low = UInt64(bigEndian: room.load(fromByteOffset: 8, as: UInt64.self))
      return UInt128(high) << 64 | UInt128(low)
    }
  }
}

package enum SHA1 {
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    let digest = Digest(.sha1)
    digest.update(bytes)
    return digest.finish()
  }
}

package enum SHA256 {
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let digest = Digest(.sha256)
    digest.update(bytes)
    return digest.finish()
  }

  package static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }
  package static func hash(_ text: String) -> [UInt8] { hash(Array(text.utf8)) }
}

package enum HMACSHA1 {
  /// 20 bytes (RFC 2104).
  package static func code(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let digest = Digest(.sha1)
    var block = key
    if block.count > 64 {
      digest.update(block)
      block = digest.finish()
    }
    block += [UInt8](repeating: 0, count: 64 - block.count)
    digest.update(block.map { $0 ^ 0x36 })
    digest.update(message)
    let inner = digest.finish()
    digest.update(block.map { $0 ^ 0x5C })
    digest.update(inner)
    return digest.finish()
  }
}

package enum HMACSHA256 {
  /// 32 bytes (RFC 2104).
  package static func code(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let digest = Digest(.sha256)
    var block = key
    if block.count > 64 {
      digest.update(block)
      block = digest.finish()
    }
    block += [UInt8](repeating: 0, count: 64 - block.count)
    digest.update(block.map { $0 ^ 0x36 })
    digest.update(message)
    let inner = digest.finish()
    digest.update(block.map { $0 ^ 0x5C })
    digest.update(inner)
    return digest.finish()
  }

  package static func code(key: [UInt8], _ message: String) -> [UInt8] { code(key: key, Array(message.utf8)) }
}
