/// Consecutive records of one shard, one behind the other in one piece of memory: what a round appends to a shard becomes
/// one row of the table, or a few.
///
/// A record is its time (8 bytes, milliseconds since 1970), the length of its data (4) and of its partition key (2), the
/// key and the data; numbers are little-endian.
struct RecordBlock {
  /// A block takes records until it has so many bytes: what one of them costs to be read is bounded by this.
  static let size = 32 << 10
  private static let headLength = 14

  /// The counter of the first record; those of the others follow it without a gap.
  let first: Int
  let firstTime: Int
  /// Put under a key, all of them.
  let isEncrypted: Bool
  private(set) var count = 0
  /// The time of the last record.
  private(set) var time: Int
  private(set) var bytes: [UInt8] = []

  init(first: Int, time: Int, isEncrypted: Bool) {
    self.first = first
    firstTime = time
    self.time = time
    self.isEncrypted = isEncrypted
  }

  var last: Int { first + count - 1 }

  /// Whether the next record belongs here.
  func takes(encrypted: Bool) -> Bool { bytes.count < RecordBlock.size && isEncrypted == encrypted }

  mutating func append(_ data: [UInt8], _ partitionKey: String, time: Int) {
    var key = partitionKey
    key.withUTF8 { key in
      bytes.reserveCapacity(for: RecordBlock.headLength + key.count + data.count)
      withUnsafeBytes(of: UInt64(truncatingIfNeeded: time).littleEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: data.count).littleEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: UInt16(truncatingIfNeeded: key.count).littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: key)
      bytes.append(contentsOf: data)
    }
    self.time = time
    count += 1
  }

  /// How far a block had come.
  struct Mark {
    fileprivate var count: Int
    fileprivate var length: Int
    fileprivate var time: Int
  }
  var mark: Mark { Mark(count: count, length: bytes.count, time: time) }

  /// Takes back what was appended behind the mark.
  mutating func cut(to mark: Mark) {
    bytes.removeLast(bytes.count - mark.length)
    count = mark.count
    time = mark.time
  }

  /// The key and the data of a block of one record.
  func withOnly<R>(_ body: (_ key: UnsafeRawBufferPointer, _ data: UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try bytes.withUnsafeBytes { bytes in
      let key = RecordBlock.headLength + Int(bytes.number(at: 12, as: UInt16.self))
      return try body(
        UnsafeRawBufferPointer(rebasing: bytes[RecordBlock.headLength..<key]),
        UnsafeRawBufferPointer(rebasing: bytes[key...]))
    }
  }

  /// Calls `take` with each record of the bytes, until it answers false; its counter is `first` and up.
  static func read(
    _ bytes: UnsafeRawBufferPointer, first: Int,
    _ take: (_ counter: Int, _ time: Int, _ key: UnsafeRawBufferPointer, _ data: UnsafeRawBufferPointer) -> Bool
  ) {
    var counter = first
    var offset = 0
    while offset + headLength <= bytes.count {
      let time = Int(bytes.number(at: offset, as: UInt64.self))
      let key = offset + headLength
      let data = key + Int(bytes.number(at: offset + 12, as: UInt16.self))
      let end = data + Int(bytes.number(at: offset + 8, as: UInt32.self))
      precondition(end <= bytes.count, "a record ends behind its block")
      let isWanted = take(
        counter, time, UnsafeRawBufferPointer(rebasing: bytes[key..<data]),
        UnsafeRawBufferPointer(rebasing: bytes[data..<end]))
      if !isWanted { return }
      counter += 1
      offset = end
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func number<N: FixedWidthInteger>(at offset: Int, as type: N.Type) -> N {
    N(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}

extension [UInt8] {
  /// Room for so many more bytes; grows by doubling, which `reserveCapacity` alone does not.
  fileprivate mutating func reserveCapacity(for more: Int) {
    if count + more > capacity { reserveCapacity(Swift.max(count + more, capacity * 2, 1024)) }
  }
}
