import Protocols

/// A position in a shard as the client carries it: base64 of 8 bytes `00…01` and 208 opaque bytes, 288 characters, or 224
/// and 312 for AT_TIMESTAMP (recorded from AWS). It holds the stream, the shard, the next counter and the time of issue,
/// and a checksum, so that a text that was never issued is `Invalid ShardIterator.`; nothing about it needs to be secret.
struct ShardIterator {
  /// The stream's row and creation, so that an iterator of a deleted and recreated stream is known for what it is.
  var stream: Int
  /// For the error that names a stream that is gone.
  var streamName: String
  var shardIndex: Int
  /// The first counter to return.
  var counter: Int
  /// Milliseconds since 1970.
  var issued: Int

  static let lifetime = 300_000

  /// Of AT_TIMESTAMP: they are longer.
  var isOfTimestamp = false

  private static let size = 216
  private static let longSize = 232
  /// Where the plain bytes end: a head of 8 bytes, the numbers, the name's length and the name.
  private static let name = 41
  /// A stream's name has 128 bytes at most.
  private static let plain = name + 128

  var text: String {
    let size = isOfTimestamp ? ShardIterator.longSize : ShardIterator.size
    var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
    bytes.reserveCapacity(size)
    for number in [stream, shardIndex, counter, issued] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    bytes.append(UInt8(truncatingIfNeeded: streamName.utf8.count))
    bytes.append(contentsOf: streamName.utf8)
    while bytes.count < ShardIterator.plain { bytes.append(0) }
    let seal = ShardIterator.seal(bytes[8...])
    // The plain bytes are veiled with the seal, and the rest to AWS's length repeats it.
    for index in 8..<ShardIterator.plain { bytes[index] ^= seal[index & 15] &+ UInt8(truncatingIfNeeded: index) }
    bytes.append(contentsOf: seal)
    while bytes.count < size { bytes.append(seal[bytes.count & 15] ^ UInt8(truncatingIfNeeded: bytes.count)) }
    return Base64.encode(bytes)
  }

  init(
    stream: Int, streamName: String, shardIndex: Int, counter: Int, issued: Int, isOfTimestamp: Bool = false
  ) {
    self.stream = stream
    self.streamName = streamName
    self.shardIndex = shardIndex
    self.counter = counter
    self.issued = issued
    self.isOfTimestamp = isOfTimestamp
  }

  init?(_ text: String) {
    guard var bytes = Base64.decode(text),
      bytes.count == ShardIterator.size || bytes.count == ShardIterator.longSize
    else { return nil }
    let seal = Array(bytes[ShardIterator.plain..<ShardIterator.plain + 16])
    for index in 8..<ShardIterator.plain { bytes[index] ^= seal[index & 15] &+ UInt8(truncatingIfNeeded: index) }
    guard ShardIterator.seal(bytes[8..<ShardIterator.plain]) == seal else { return nil }
    func number(_ position: Int) -> Int {
      var value: UInt64 = 0
      for index in 0..<8 { value = value << 8 | UInt64(bytes[8 + position * 8 + index]) }
      return Int(bitPattern: UInt(value))
    }
    stream = number(0)
    shardIndex = number(1)
    counter = number(2)
    issued = number(3)
    let length = min(Int(bytes[ShardIterator.name - 1]), 128)
    streamName = String(decoding: bytes[ShardIterator.name..<ShardIterator.name + length], as: UTF8.self)
  }

  private static func seal(_ bytes: ArraySlice<UInt8>) -> [UInt8] { MD5.hash(Array("cauce".utf8) + bytes) }
}
