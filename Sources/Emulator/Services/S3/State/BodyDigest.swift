import Protocols

/// The hashes of a body while it passes: MD5 for the ETag, and the checksums that are asked for. For one thread at a time.
struct BodyDigest {
  let md5 = MD5Stream()
  private var crcs: [(algorithm: ChecksumAlgorithm, crc: CRC)] = []
  private var hasMD5 = false
  private var hashes: [(algorithm: ChecksumAlgorithm, digest: Digest)] = []
  private var xxHashes: [(algorithm: ChecksumAlgorithm, hash: XXHash)] = []
  private(set) var size = 0

  init(_ algorithms: [ChecksumAlgorithm]) {
    for algorithm in algorithms {
      switch algorithm {
      case .crc32: crcs.append((algorithm, CRC(.crc32)))
      case .crc32c: crcs.append((algorithm, CRC(.crc32c)))
      case .crc64nvme: crcs.append((algorithm, CRC(.crc64nvme)))
      case .sha1: hashes.append((algorithm, Digest(.sha1)))
      case .sha256: hashes.append((algorithm, Digest(.sha256)))
      case .sha512: hashes.append((algorithm, Digest(.sha512)))
      case .xxhash64: xxHashes.append((algorithm, XXHash(.xxh64)))
      case .xxhash3: xxHashes.append((algorithm, XXHash(.xxh3)))
      case .xxhash128: xxHashes.append((algorithm, XXHash(.xxh128)))
      // It is the ETag's.
      case .md5: hasMD5 = true
      }
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    md5.update(bytes)
    updateBesideMD5(bytes)
  }

  /// Of bytes that `md5` has, or will have before the next ones.
  mutating func updateBesideMD5(_ bytes: UnsafeRawBufferPointer) {
    size += bytes.count
    for index in crcs.indices { crcs[index].crc.update(bytes) }
    for (_, digest) in hashes { digest.update(bytes) }
    for index in xxHashes.indices { xxHashes[index].hash.update(bytes) }
  }

  mutating func finish() -> Result {
    var checksums: [(algorithm: ChecksumAlgorithm, bytes: [UInt8])] = []
    for (algorithm, crc) in crcs { checksums.append((algorithm, crc.bytes)) }
    for (algorithm, digest) in hashes { checksums.append((algorithm, digest.finish())) }
    for (algorithm, hash) in xxHashes { checksums.append((algorithm, hash.finish())) }
    let md5 = md5.finish()
    if hasMD5 { checksums.append((.md5, md5)) }
    return Result(size: size, md5: md5, checksums: checksums)
  }

  struct Result: Sendable {
    var size: Int
    /// 16 bytes.
    var md5: [UInt8]
    var checksums: [(algorithm: ChecksumAlgorithm, bytes: [UInt8])]

    func checksum(_ algorithm: ChecksumAlgorithm) -> [UInt8] {
      for (name, bytes) in checksums where name == algorithm { return bytes }
      return []
    }
  }

  /// A body that is all there.
  static func of(_ bytes: [UInt8], _ algorithms: [ChecksumAlgorithm]) -> Result {
    if bytes.count <= 64 << 10, algorithms.count == 1, let crc = algorithms[0].crc {
      // At once, without contexts.
      var check = CRC(crc)
      check.update(bytes)
      return Result(size: bytes.count, md5: MD5.hash(bytes), checksums: [(algorithms[0], check.bytes)])
    }
    var digest = BodyDigest(algorithms)
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }
}
