import Protocols

/// A position in a shard as the client carries it: base64 of 8 bytes `00…01` and 208 opaque bytes, 288 characters
/// (recorded from AWS). It holds the shard, the next counter and the time of issue, and a checksum, so that a text that
/// was never issued is `Invalid ShardIterator.`; nothing about it needs to be secret.
struct ShardIterator {
  /// The stream's row and creation, so that an iterator of a deleted and recreated stream is known for what it is.
  var stream: Int
  var shardIndex: Int
  /// The first counter to return.
  var counter: Int
  /// Milliseconds since 1970.
  var issued: Int

  static let lifetime = 300_000

  var text: String {
    var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
    bytes.reserveCapacity(216)
    for number in [stream, shardIndex, counter, issued] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    let seal = ShardIterator.seal(bytes[8..<40])
    bytes.append(contentsOf: seal)
    // The rest to AWS's length repeats the seal; the plain numbers are veiled with it.
    while bytes.count < 216 { bytes.append(seal[bytes.count & 15] ^ UInt8(truncatingIfNeeded: bytes.count)) }
    for index in 8..<40 { bytes[index] ^= seal[index & 15] }
    return Base64.encode(bytes)
  }

  init(stream: Int, shardIndex: Int, counter: Int, issued: Int) {
    self.stream = stream
    self.shardIndex = shardIndex
    self.counter = counter
    self.issued = issued
  }

  init?(_ text: String) {
    guard text.utf8.count == 288, var bytes = Base64.decode(text), bytes.count == 216 else { return nil }
    let seal = Array(bytes[40..<56])
    for index in 8..<40 { bytes[index] ^= seal[index & 15] }
    guard ShardIterator.seal(bytes[8..<40]) == seal else { return nil }
    func number(_ position: Int) -> Int {
      var value: UInt64 = 0
      for index in 0..<8 { value = value << 8 | UInt64(bytes[8 + position * 8 + index]) }
      return Int(bitPattern: UInt(value))
    }
    stream = number(0)
    shardIndex = number(1)
    counter = number(2)
    issued = number(3)
  }

  private static func seal(_ bytes: ArraySlice<UInt8>) -> [UInt8] { MD5.hash(Array("cauce".utf8) + bytes) }
}
