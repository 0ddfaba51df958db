import Protocols

/// What an object of several parts is: its size, its ETag (the MD5 of the parts' MD5s) and its checksum, which follow from
/// those of the parts without reading a byte.
struct PartAssembly {
  private(set) var size = 0
  private var count = 0
  private var md5s: [UInt8] = []
  private var checksums: [UInt8] = []
  private var crc: UInt64 = 0
  private let algorithm: ChecksumAlgorithm

  init(_ upload: StoredUpload) { algorithm = upload.partAlgorithm }

  mutating func add(_ part: StoredPart) {
    md5s += part.md5
    checksums += part.checksum
    if let name = algorithm.crc {
      let value = part.checksum.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      crc = count == 0 ? value : CRC.combine(name, crc, value, secondLength: part.size)
    }
    count += 1
    size += part.size
  }

  var etag: String { "\(Hex.encode(MD5.hash(md5s)))-\(count)" }

  func checksum(of upload: StoredUpload) -> Checksum {
    if upload.checksumType == .fullObject, let name = algorithm.crc {
      let bytes = (0..<name.size).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) }
      return Checksum(algorithm: algorithm, type: .fullObject, text: Base64.encode(bytes))
    }
    let whole = BodyDigest.of(checksums, [algorithm]).checksum(algorithm)
    return Checksum(algorithm: algorithm, type: .composite, text: "\(Base64.encode(whole))-\(count)")
  }
}
