import Protocols
import Runtime

/// What a destination is told of a batch that was given up, byte for byte as AWS writes it (recorded from AWS;
/// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html). A pure value.
struct FailureRecord: Sendable {
  var requestID: String
  var functionARN: String
  var cause: BatchPlan.GivenUp.Cause
  var invokeCount: Int
  /// The last answer's error; nil where the handler answered that records failed. Not told for records that grew too old.
  var functionError: String?
  var executedVersion: String
  var time: Timestamp
  /// The event that failed: for S3 alone.
  var payload: [UInt8]?
  /// `KinesisBatchInfo`, `DDBStreamBatchInfo`.
  var batchKind: String
  var shard: String
  var streamARN: String
  /// The first and the last record; nil for the final event of a window, which has none.
  var batch: (first: SourceRecord, last: SourceRecord, count: Int)?
  var window: WindowView?

  var json: [UInt8] {
    var writer = JSONWriter(reserving: 800 + (payload.map { $0.count + $0.count / 8 } ?? 0))
    writer.beginObject()
    writer.key("requestContext")
    writer.beginObject()
    writer.key("requestId")
    writer.string(requestID)
    writer.key("functionArn")
    writer.string(functionARN)
    writer.key("condition")
    writer.string(cause.rawValue)
    writer.key("approximateInvokeCount")
    writer.integer(invokeCount)
    writer.endObject()
    if cause == .retriesExhausted {
      writer.key("responseContext")
      writer.beginObject()
      writer.key("statusCode")
      writer.integer(200)
      writer.key("executedVersion")
      writer.string(executedVersion)
      writer.key("functionError")
      if let functionError { writer.string(functionError) } else { writer.null() }
      writer.endObject()
    }
    writer.key("version")
    writer.string("1.0")
    if let payload {
      writer.key("payload")
      payload.withUnsafeBytes { writer.string(utf8: $0) }
    }
    writer.key("timestamp")
    writer.string(time.iso8601(.milliseconds))
    writer.key(batchKind)
    writeBatch(to: &writer)
    if let window {
      writer.key("timeWindowInfo")
      writer.beginObject()
      writer.key("window")
      window.writeBounds(to: &writer)
      writer.key("isFinalInvokeForWindow")
      writer.bool(window.isFinal)
      writer.key("isWindowTerminatedEarly")
      writer.bool(window.isEarly)
      writer.endObject()
    }
    writer.endObject()
    return writer.bytes
  }

  private func writeBatch(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("shardId")
    writer.string(shard)
    if let batch {
      writer.key("startSequenceNumber")
      writer.string(batch.first.sequenceNumber)
      writer.key("endSequenceNumber")
      writer.string(batch.last.sequenceNumber)
      writer.key("approximateArrivalOfFirstRecord")
      writer.string(batch.first.arrival.iso8601(.milliseconds))
      writer.key("approximateArrivalOfLastRecord")
      writer.string(batch.last.arrival.iso8601(.milliseconds))
      writer.key("batchSize")
      writer.integer(batch.count)
    }
    writer.key("streamArn")
    writer.string(streamARN)
    writer.endObject()
  }

  /// Where S3 keeps it.
  func objectKey(mapping: String, id: String) -> String {
    let text = time.iso8601(.none).dropLast()
    let date = text.prefix(10)
    let clock = text.dropFirst(11).split(separator: ":").joined(separator: ".")
    return "aws/lambda/\(mapping)/\(shard)/\(date.split(separator: "-").joined(separator: "/"))/\(date)T\(clock)-\(id)"
  }
}
