import Protocols

/// A record of the Kinesis Producer Library that carries several user records
/// (https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md): four bytes of magic, a protobuf
/// message, and the message's MD5. A pure value.
package struct AggregatedRecord: Sendable {
  package struct UserRecord: Sendable, Equatable {
    package var partitionKey: String
    /// Where the record goes in the hash range: its own hash key, or the MD5 of the partition key.
    package var hashKey: UInt128
    package var data: [UInt8]
  }

  package let records: [UserRecord]

  private static let magic: [UInt8] = [0xF3, 0x89, 0x9A, 0xC2]
  private static let digestSize = 16

  /// nil for what is no aggregate: without the magic, with a wrong checksum, or malformed.
  package init?(_ bytes: [UInt8]) {
    let magic = AggregatedRecord.magic
    guard bytes.count >= magic.count + AggregatedRecord.digestSize, bytes.starts(with: magic) else { return nil }
    let message = bytes[magic.count..<(bytes.count - AggregatedRecord.digestSize)]
    guard MD5.hash(Array(message)).elementsEqual(bytes.suffix(AggregatedRecord.digestSize)) else { return nil }
    var partitionKeys: [String] = []
    var hashKeys: [String] = []
    var found: [(key: Int, hash: Int?, data: ArraySlice<UInt8>)] = []
    var reader = ProtobufReader(message)
    while let field = reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let text)): partitionKeys.append(String(decoding: text, as: UTF8.self))
      case (2, .bytes(let text)): hashKeys.append(String(decoding: text, as: UTF8.self))
      case (3, .bytes(let inner)):
        guard let record = AggregatedRecord.record(inner) else { return nil }
        found.append(record)
      default: break
      }
    }
    if reader.isMalformed { return nil }
    var records: [UserRecord] = []
    for record in found {
      guard partitionKeys.indices.contains(record.key) else { return nil }
      let partitionKey = partitionKeys[record.key]
      var hashKey = MD5.number(partitionKey)
      if let index = record.hash {
        guard hashKeys.indices.contains(index), let own = UInt128(hashKeys[index]) else { return nil }
        hashKey = own
      }
      records.append(UserRecord(partitionKey: partitionKey, hashKey: hashKey, data: Array(record.data)))
    }
    self.records = records
  }

  private static func record(_ bytes: ArraySlice<UInt8>) -> (key: Int, hash: Int?, data: ArraySlice<UInt8>)? {
    var key: Int?
    var hash: Int?
    var data: ArraySlice<UInt8>?
    var reader = ProtobufReader(bytes)
    while let field = reader.next() {
      switch (field.number, field.value) {
      case (1, .integer(let value)): key = Int(clamping: value)
      case (2, .integer(let value)): hash = Int(clamping: value)
      case (3, .bytes(let value)): data = value
      default: break
      }
    }
    guard !reader.isMalformed, let key, let data else { return nil }
    return (key, hash, data)
  }
}

/// Steps through the fields of a protobuf message (https://protobuf.dev/programming-guides/encoding/).
private struct ProtobufReader {
  enum FieldValue {
    case integer(UInt64)
    case bytes(ArraySlice<UInt8>)
    /// Of four or eight bytes, which nothing here has.
    case fixed
  }

  private var rest: ArraySlice<UInt8>
  private(set) var isMalformed = false

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// nil at the end and where the message is malformed.
  mutating func next() -> (number: UInt64, value: FieldValue)? {
    if rest.isEmpty || isMalformed { return nil }
    guard let tag = varint() else { return fail() }
    switch tag & 7 {
    case 0:
      guard let value = varint() else { return fail() }
      return (tag >> 3, .integer(value))
    case 2:
      guard let count = varint(), count <= UInt64(rest.count) else { return fail() }
      let bytes = rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
      return (tag >> 3, .bytes(bytes))
    case 1, 5:
      let count = tag & 7 == 1 ? 8 : 4
      guard rest.count >= count else { return fail() }
      rest = rest.dropFirst(count)
      return (tag >> 3, .fixed)
    default: return fail()
    }
  }

  private mutating func fail() -> (number: UInt64, value: FieldValue)? {
    isMalformed = true
    return nil
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      if shift > 63 { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
