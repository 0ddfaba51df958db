import Protocols
import Runtime

/// How records stand in the event that a handler is given, byte for byte as AWS writes them (recorded from AWS).
struct EventForm: Sendable {
  let shard: String
  /// The ARN that the mapping names: a consumer's where it reads through one.
  let source: String
  let region: String
  /// The function's role.
  let role: String

  func record(_ record: SourceRecord) -> [UInt8] {
    switch record.body {
    case .kinesis(let record): kinesis(record)
    case .table(let record): table(record)
    }
  }

  private func kinesis(_ record: StreamRecord) -> [UInt8] {
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
    writer.string(role)
    writer.key("awsRegion")
    writer.string(region)
    writer.key("eventSourceARN")
    writer.string(source)
    writer.endObject()
    return writer.bytes
  }

  private func table(_ record: TableStreamRecord) -> [UInt8] {
    var writer = JSONWriter(reserving: record.change.count + 500)
    writer.beginObject()
    writer.key("eventID")
    writer.string(record.eventID)
    writer.key("eventName")
    writer.string(record.eventName)
    writer.key("eventVersion")
    writer.string("1.1")
    writer.key("eventSource")
    writer.string("aws:dynamodb")
    writer.key("awsRegion")
    writer.string(region)
    writer.key("dynamodb")
    record.change.withUnsafeBytes { writer.raw($0) }
    if let principal = record.principal {
      writer.key("userIdentity")
      writer.beginObject()
      writer.key("type")
      writer.string("Service")
      writer.key("principalId")
      writer.string(principal)
      writer.endObject()
    }
    writer.key("eventSourceARN")
    writer.string(source)
    writer.endObject()
    return writer.bytes
  }

  // MARK: The event

  /// AWS's limit of an event in bytes.
  static let limit = 6 << 20

  /// `window` nil: the mapping has no tumbling windows.
  func event(_ records: ArraySlice<[UInt8]>, _ window: WindowView?) -> [UInt8] {
    var writer = JSONWriter(reserving: EventForm.size(records) + (window?.state.count ?? 0) + 400)
    writer.beginObject()
    writer.key("Records")
    writer.beginArray()
    for record in records { record.withUnsafeBytes { writer.raw($0) } }
    writer.endArray()
    if let window {
      writer.key("shardId")
      writer.string(shard)
      writer.key("eventSourceARN")
      writer.string(source)
      writer.key("window")
      window.writeBounds(to: &writer)
      writer.key("state")
      window.state.withUnsafeBytes { writer.raw($0) }
      writer.key("isFinalInvokeForWindow")
      writer.bool(window.isFinal)
      writer.key("isWindowTerminatedEarly")
      writer.bool(window.isEarly)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func size(_ records: ArraySlice<[UInt8]>) -> Int { records.reduce(14) { $0 + $1.count + 1 } }

  /// The first records, as many as make one event beside `reserved` bytes; at least one, however large it is.
  func fitting(_ records: ArraySlice<SourceRecord>, reserving reserved: Int) -> [[UInt8]] {
    var size = 14 + reserved
    var encoded: [[UInt8]] = []
    for record in records {
      let bytes = self.record(record)
      size += bytes.count + 1
      if size > EventForm.limit, !encoded.isEmpty { break }
      encoded.append(bytes)
    }
    return encoded
  }
}

/// A tumbling window as an event shows it.
struct WindowView: Sendable {
  var start: Timestamp
  var end: Timestamp
  /// JSON.
  var state: [UInt8]
  var isFinal = false
  var isEarly = false

  /// `length` in seconds.
  init(_ window: OpenWindow, length: Int) {
    start = window.start
    end = window.start.adding(seconds: Int64(length))
    state = window.state
  }

  func writeBounds(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("start")
    writer.string(start.iso8601(.none))
    writer.key("end")
    writer.string(end.iso8601(.none))
    writer.endObject()
  }
}
