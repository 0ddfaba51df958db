import Protocols
import Runtime

/// The event that a handler is given for records of a Kinesis stream, byte for byte as AWS writes it (recorded from AWS).
struct KinesisEvent {
  /// Each record's JSON; a batch is any run of them.
  let records: [[UInt8]]

  /// AWS's limit of a batch in bytes.
  static let limit = 6 << 20

  /// `role` is the function's.
  init(_ records: [StreamRecord], shard: String, streamARN: String, region: String, role: String) {
    let identity = JSONValue.string(role).bytes
    let source = JSONValue.string(streamARN).bytes
    self.records = records.map { record in
      var writer = JSONWriter(reserving: record.data.count / 3 * 4 + 600)
      writer.beginObject()
      writer.key("kinesis")
      writer.beginObject()
      writer.key("kinesisSchemaVersion")
      writer.string("1.0")
      writer.key("partitionKey")
      writer.string(record.partitionKey)
      writer.key("sequenceNumber")
      writer.string(record.sequenceNumber)
      writer.key("data")
      writer.base64(record.data)
      writer.key("approximateArrivalTimestamp")
      writer.raw(record.arrival.epochSecondsText)
      writer.endObject()
      writer.key("eventSource")
      writer.string("aws:kinesis")
      writer.key("eventVersion")
      writer.string("1.0")
      writer.key("eventID")
      writer.string("\(shard):\(record.sequenceNumber)")
      writer.key("eventName")
      writer.string("aws:kinesis:record")
      writer.key("invokeIdentityArn")
      identity.withUnsafeBytes { writer.raw($0) }
      writer.key("awsRegion")
      writer.string(region)
      writer.key("eventSourceARN")
      source.withUnsafeBytes { writer.raw($0) }
      writer.endObject()
      return writer.bytes
    }
  }

  private static let head = Array(#"{"Records":["#.utf8)
  private static let tail = Array("]}".utf8)

  func event(_ range: Range<Int>) -> [UInt8] {
    var bytes = KinesisEvent.head
    bytes.reserveCapacity(size(range))
    for index in range {
      if index > range.lowerBound { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: records[index])
    }
    bytes.append(contentsOf: KinesisEvent.tail)
    return bytes
  }

  private func size(_ range: Range<Int>) -> Int { records[range].reduce(14) { $0 + $1.count + 1 } }

  /// How many of the first records make one event; at least one, however large it is.
  var fitting: Int {
    var size = 14
    for (index, record) in records.enumerated() {
      size += record.count + 1
      if size > KinesisEvent.limit { return max(1, index) }
    }
    return records.count
  }
}
