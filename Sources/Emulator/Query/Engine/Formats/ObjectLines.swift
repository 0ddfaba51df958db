import Protocols

/// An object's bytes in blocks that end where a line ends. The object is read piece by piece and inflated on the way.
final class ObjectLines {
  private let objects: any ObjectStorePort
  private let bucket: String
  private let key: String
  private let size: Int
  private let gunzip: Inflater?
  private let state: ExecutionState
  private var offset = 0
  private var rest: [UInt8] = []

  init(
    _ objects: any ObjectStorePort, _ bucket: String, _ entry: ObjectListing.Entry, _ state: ExecutionState
  ) throws(QueryFailure) {
    self.objects = objects
    self.bucket = bucket
    self.state = state
    key = entry.key
    size = entry.size
    for suffix in [".bz2", ".snappy", ".zst", ".deflate", ".lzo", ".lz4"] where entry.key.hasSuffix(suffix) {
      throw QueryFailure("HIVE_UNSUPPORTED_FORMAT", "The compression \(suffix) is not supported by this engine")
    }
    gunzip = entry.key.hasSuffix(".gz") ? Inflater(.gzip, limit: Int.max) : nil
  }

  /// A line longer than this is refused.
  private static let longestLine = 100 << 20

  func nextBlock() async throws(QueryFailure) -> [UInt8]? {
    while offset < size {
      let length: Int = min(gunzip == nil ? 1 << 20 : 1 << 17, size - offset)
      var piece: [UInt8]
      do throws(AWSError) {
        piece = try await objects.read(bucket, key, range: offset..<offset + length)
      } catch {
        throw QueryFailure(
          "HIVE_CANNOT_OPEN_SPLIT", "Error opening Hive split s3://\(bucket)/\(key): " + (error.message ?? error.code))
      }
      if piece.isEmpty { break }
      offset += piece.count
      state.statistics.bytesScanned += piece.count
      try state.check()
      if let gunzip { piece = try inflated(piece, gunzip) }
      guard let end: Int = piece.lastIndex(of: 10) else {
        rest += piece
        if rest.count > Self.longestLine {
          throw QueryFailure("HIVE_CURSOR_ERROR", "Line too long in text file: s3://\(bucket)/\(key)")
        }
        continue
      }
      let block: [UInt8] = rest + piece[...end]
      rest = Array(piece[(end + 1)...])
      return block
    }
    if let gunzip, size > 0 {
      do throws(CompressionError) {
        try gunzip.finish()
      } catch {
        throw QueryFailure("HIVE_CURSOR_ERROR", "Unexpected end of input stream: s3://\(bucket)/\(key)")
      }
    }
    if rest.isEmpty { return nil }
    defer { rest = [] }
    return rest
  }

  private func inflated(_ piece: [UInt8], _ gunzip: Inflater) throws(QueryFailure) -> [UInt8] {
    var output: [UInt8] = []
    do throws(CompressionError) {
      try gunzip.update(piece, into: &output)
    } catch {
      throw QueryFailure("HIVE_CURSOR_ERROR", "Failed to read file: s3://\(bucket)/\(key): not in GZIP format")
    }
    return output
  }
}
