/// The containers around deflate's data (RFC 1950–1952).
package enum CompressionFormat: Sendable, CaseIterable {
  case gzip, zlib, raw

  /// What zlib calls window bits: the size of the window and, by its range, the container.
  var windowBits: Int32 {
    switch self {
    case .gzip: 31
    case .zlib: 15
    case .raw: -15
    }
  }
}

/// Why data could not be decompressed.
package enum CompressionError: Error, Sendable, Equatable {
  /// Not of the format, or a checksum in it is wrong.
  case corrupt
  /// The data ends before its end mark.
  case truncated
  /// Something follows the end mark.
  case trailingBytes
  /// More would come out than the limit allows.
  case tooLong(limit: Int)
}
