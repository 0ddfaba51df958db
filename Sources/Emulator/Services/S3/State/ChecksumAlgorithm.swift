import Protocols

/// The checksums that S3 keeps beside an object
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
enum ChecksumAlgorithm: Int, CaseIterable, Sendable {
  // The numbers are in the data folder.
  case crc32 = 1
  case crc32c = 2
  case crc64nvme = 3
  case sha1 = 4
  case sha256 = 5
  case sha512 = 6
  case md5 = 7
  case xxhash64 = 8
  case xxhash3 = 9
  case xxhash128 = 10

  /// `CRC64NVME`
  var name: String {
    switch self {
    case .crc32: "CRC32"
    case .crc32c: "CRC32C"
    case .crc64nvme: "CRC64NVME"
    case .sha1: "SHA1"
    case .sha256: "SHA256"
    case .sha512: "SHA512"
    case .md5: "MD5"
    case .xxhash64: "XXHASH64"
    case .xxhash3: "XXHASH3"
    case .xxhash128: "XXHASH128"
    }
  }

  /// `x-amz-checksum-crc64nvme`
  var header: String {
    switch self {
    case .crc32: "x-amz-checksum-crc32"
    case .crc32c: "x-amz-checksum-crc32c"
    case .crc64nvme: "x-amz-checksum-crc64nvme"
    case .sha1: "x-amz-checksum-sha1"
    case .sha256: "x-amz-checksum-sha256"
    case .sha512: "x-amz-checksum-sha512"
    case .md5: "x-amz-checksum-md5"
    case .xxhash64: "x-amz-checksum-xxhash64"
    case .xxhash3: "x-amz-checksum-xxhash3"
    case .xxhash128: "x-amz-checksum-xxhash128"
    }
  }

  var size: Int {
    switch self {
    case .crc32, .crc32c: 4
    case .crc64nvme, .xxhash64, .xxhash3: 8
    case .sha1: 20
    case .sha256: 32
    case .sha512: 64
    case .md5, .xxhash128: 16
    }
  }

  /// nil for the hashes, whose value over a whole cannot be had from its parts.
  var crc: CRC.Algorithm? {
    switch self {
    case .crc32: .crc32
    case .crc32c: .crc32c
    case .crc64nvme: .crc64nvme
    case .sha1, .sha256, .sha512, .md5, .xxhash64, .xxhash3, .xxhash128: nil
    }
  }

  init?(name: String) {
    for algorithm in ChecksumAlgorithm.allCases where algorithm.name == name {
      self = algorithm
      return
    }
    return nil
  }

  init?(header: String) {
    for algorithm in ChecksumAlgorithm.allCases where HTTPFields.sameName(algorithm.header, header) {
      self = algorithm
      return
    }
    return nil
  }
}

/// What a checksum was taken of.
enum ChecksumType: Int, Sendable {
  case fullObject = 0
  /// The checksum of the parts' checksums, `-` and the number of parts behind it.
  case composite = 1

  var name: String { self == .fullObject ? "FULL_OBJECT" : "COMPOSITE" }
  init?(name: String) {
    switch name {
    case "FULL_OBJECT": self = .fullObject
    case "COMPOSITE": self = .composite
    default: return nil
    }
  }
}

/// A checksum as S3 shows it.
struct Checksum: Sendable, Equatable {
  var algorithm: ChecksumAlgorithm
  var type: ChecksumType
  /// Base64, with `-N` where it is composite.
  var text: String
}
