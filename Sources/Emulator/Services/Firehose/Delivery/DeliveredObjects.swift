import Protocols

/// What a batch becomes: the object, the object under the error prefix, and where each record went. An empty body is not
/// put.
struct DeliveredObjects: Sendable {
  private(set) var body: [UInt8] = []
  private(set) var failures: [UInt8] = []
  private(set) var hasDropped = false
  private(set) var traces: [FirehoseTrace.Entry] = []

  init(_ records: [ProcessedRecord]) {
    body.reserveCapacity(records.reduce(0) { $0 + $1.data.count })
    for record in records {
      let range: Range<Int>
      let outcome: RecordDelivery.Outcome
      switch record.outcome {
      case .delivered:
        range = body.count..<(body.count + record.data.count)
        body += record.data
        outcome = .delivered
      case .dropped:
        range = 0..<0
        hasDropped = true
        outcome = .dropped
      case .failed(let failure):
        let start = failures.count
        append(failure, of: record.record)
        range = start..<failures.count
        outcome = .processingFailed
      }
      if let origin = record.record.origin {
        traces.append(FirehoseTrace.Entry(sequenceNumber: origin.sequenceNumber, outcome: outcome, range: range))
      }
    }
  }

  private mutating func append(_ failure: ProcessingFailure, of record: BufferedRecord) {
    var writer = JSONWriter(failures, reserving: record.data.count * 4 / 3 + 512)
    writer.beginObject()
    writer.key("attemptsMade")
    writer.integer(failure.attempts)
    writer.key("arrivalTimestamp")
    writer.integer(record.arrival)
    writer.key("errorCode")
    writer.string(failure.code)
    writer.key("errorMessage")
    writer.string(failure.message)
    writer.key("attemptEndingTimestamp")
    writer.integer(failure.ended)
    writer.key("rawData")
    writer.base64(record.data)
    writer.key("lambdaArn")
    writer.string(failure.functionARN)
    writer.endObject()
    failures = writer.bytes
    failures.append(0x0A)
  }
}
