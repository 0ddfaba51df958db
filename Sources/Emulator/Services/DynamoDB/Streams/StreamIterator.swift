import Protocols

/// A shard iterator: `<stream's ARN>|1|<base64>`. It says where to go on and when it was given; a checksum keeps made-up
/// ones out.
struct StreamIterator: Equatable {
  let streamARN: String
  /// The shard's row.
  let shard: Int
  /// Of the next record to be read.
  let counter: Int
  /// Milliseconds since 1970.
  let issued: Int

  /// An iterator serves for 15 minutes.
  static let lifetime = 15 * 60_000

  var text: String {
    var bytes = StreamIterator.bytes(of: [shard, counter, issued])
    bytes += StreamIterator.checksum(of: bytes, streamARN)
    return streamARN + "|1|" + Base64.encode(bytes)
  }

  init(streamARN: String, shard: Int, counter: Int, issued: Int) {
    self.streamARN = streamARN
    self.shard = shard
    self.counter = counter
    self.issued = issued
  }

  /// nil where it was not made here.
  init?(_ text: String) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1] == "1", let bytes = Base64.decode(String(parts[2])), bytes.count == 28 else {
      return nil
    }
    streamARN = String(parts[0])
    guard StreamIterator.checksum(of: Array(bytes[..<24]), streamARN) == Array(bytes[24...]) else { return nil }
    shard = StreamIterator.number(bytes[0..<8])
    counter = StreamIterator.number(bytes[8..<16])
    issued = StreamIterator.number(bytes[16..<24])
  }

  private static func bytes(of numbers: [Int]) -> [UInt8] {
    numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  private static func checksum(of bytes: [UInt8], _ arn: String) -> [UInt8] {
    var sum = CRC(.crc32c)
    sum.update(Array(arn.utf8))
    sum.update(bytes)
    return sum.bytes
  }
}
