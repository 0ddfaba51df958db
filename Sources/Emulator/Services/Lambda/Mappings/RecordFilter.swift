import Protocols
import Runtime

/// The filters of a mapping: a record is wanted when one of them matches
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html). A pure value.
///
/// They look at the record with its data decoded: a pattern that asks into `data` wants JSON there, one that lists values
/// for `data` itself wants plain text. What is neither, or not UTF-8, is passed over by a pattern that asks for `data`.
struct RecordFilter: Sendable {
  private let patterns: [EventPattern]

  /// AWS's default quota of filters a mapping.
  static let limit = 5

  /// Without patterns everything is wanted.
  init(_ patterns: [String]) throws(EventPattern.Invalid) {
    var parsed: [EventPattern] = []
    for pattern in patterns { parsed.append(try EventPattern(pattern)) }
    self.patterns = parsed
  }

  var isEmpty: Bool { patterns.isEmpty }

  func wants(_ record: SourceRecord, _ form: EventForm) -> Bool {
    if patterns.isEmpty { return true }
    switch record.body {
    case .table:
      guard let event = try? JSONValue.parse(form.record(record)) else { return false }
      return patterns.contains { $0.matches(event) }
    case .kinesis(let inner):
      let data = RecordFilter.data(inner.data)
      let event = RecordFilter.event(record, data, form)
      return patterns.contains { pattern in
        guard let asked = pattern.keys.first(where: { $0.key == "data" }) else { return pattern.matches(event) }
        guard let data, asked.isNested == (data.string == nil) else { return false }
        return pattern.matches(event)
      }
    }
  }

  /// The data as a pattern sees it: an object or array of JSON, else text; nil for what is not UTF-8.
  private static func data(_ bytes: [UInt8]) -> JSONValue? {
    if let json = try? JSONValue.parse(bytes), json.object != nil || json.array != nil { return json }
    return String(validating: bytes, as: UTF8.self).map { .string($0) }
  }

  /// The record as it stands in the event, and its `kinesis` members beside it: patterns name them without that level.
  private static func event(_ record: SourceRecord, _ data: JSONValue?, _ form: EventForm) -> JSONValue {
    guard case .kinesis(let inner) = record.body else { return .null }
    var kinesis = JSONObject([
      JSONObject.Member(key: "kinesisSchemaVersion", value: .string("1.0")),
      JSONObject.Member(key: "partitionKey", value: .string(inner.partitionKey)),
      JSONObject.Member(key: "sequenceNumber", value: .string(inner.sequenceNumber)),
      JSONObject.Member(
        key: "approximateArrivalTimestamp", value: .number(inner.arrival.epochSecondsText)),
    ])
    if let data { kinesis["data"] = data }
    var event = kinesis
    event["kinesis"] = .object(kinesis)
    event["eventSource"] = .string("aws:kinesis")
    event["eventVersion"] = .string("1.0")
    event["eventID"] = .string("\(form.shard):\(inner.sequenceNumber)")
    event["eventName"] = .string("aws:kinesis:record")
    event["invokeIdentityArn"] = .string(form.role)
    event["awsRegion"] = .string(form.region)
    event["eventSourceARN"] = .string(form.source)
    return .object(event)
  }
}
