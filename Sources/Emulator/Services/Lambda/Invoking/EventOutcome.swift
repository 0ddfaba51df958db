import Protocols
import Runtime

/// What became of an asynchronous event, and what is told of it to whom: a record to a destination
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html), the event itself to the
/// dead-letter topic.
struct EventOutcome {
  enum Condition: String {
    case success = "Success"
    case retriesExhausted = "RetriesExhausted"
    case ageExceeded = "EventAgeExceeded"
    case zeroReserved = "ZeroReservedConcurrency"
    case recursive = "RecursiveInvocationDetected"
  }

  struct Response {
    var payload: [UInt8]
    var functionError: String?
    var version: String
  }

  /// A row of the queue that is to be delivered.
  struct Record: Sendable {
    var event: EventQueue.Event
    var payload: [UInt8]
  }

  private let event: EventQueue.Event
  private let payload: [UInt8]
  private let settings: EventInvokeRules.Settings

  init(_ event: EventQueue.Event, _ payload: [UInt8], _ settings: EventInvokeRules.Settings) {
    self.event = event
    self.payload = payload
    self.settings = settings
  }

  func succeeded(_ answer: [UInt8], _ version: String, _ service: LambdaService, now: Int) -> [Record] {
    guard let target = settings.onSuccess else { return [] }
    let response = Response(payload: answer, functionError: nil, version: version)
    return [record(.success, response, to: target, now: now)]
  }

  func failed(_ condition: Condition, _ response: Response?, _ service: LambdaService, now: Int) -> [Record] {
    var records: [Record] = []
    if let target = settings.onFailure { records.append(record(condition, response, to: target, now: now)) }
    let function = try? FunctionReference(event.key, qualifier: event.qualifier).find(service)
    if let target = function?.deadLetterTarget {
      let error = response.flatMap { try? JSONValue.parse($0.payload) }?["errorMessage"]?.string
      var letter = JSONObject()
      letter["RequestID"] = .string(event.requestID)
      letter["ErrorCode"] = .string(condition == .zeroReserved ? "429" : "200")
      letter["ErrorMessage"] = .string(String((error ?? condition.rawValue).prefix(1024)))
      records.append(Record(event: row(to: target, letter: JSONValue.object(letter).text, now: now), payload: payload))
    }
    return records
  }

  private func row(to target: String, letter: String?, now: Int) -> EventQueue.Event {
    EventQueue.Event(
      id: 0, key: event.key, qualifier: event.qualifier, requestID: event.requestID, clientContext: nil, trace: nil,
      target: target, letter: letter, accepted: now, attempts: 0)
  }

  private func record(_ condition: Condition, _ response: Response?, to target: String, now: Int) -> Record {
    var writer = JSONWriter()
    writer.beginObject()
    func pair(_ key: String, _ value: String) {
      writer.key(key)
      writer.string(value)
    }
    pair("version", "1.0")
    pair("timestamp", Timestamp(milliseconds: Int64(now)).iso8601(.milliseconds))
    writer.key("requestContext")
    writer.beginObject()
    pair("requestId", event.requestID)
    pair("functionArn", event.key.arn + ":" + (event.qualifier ?? LambdaFunction.latest))
    pair("condition", condition.rawValue)
    writer.key("approximateInvokeCount")
    writer.raw(String(event.attempts + (response == nil ? 0 : 1)))
    writer.endObject()
    writer.key("requestPayload")
    writer.raw(String(decoding: payload, as: UTF8.self))
    if let response {
      writer.key("responseContext")
      writer.beginObject()
      writer.key("statusCode")
      writer.raw("200")
      pair("executedVersion", response.version)
      if let error = response.functionError { pair("functionError", error) }
      writer.endObject()
      writer.key("responsePayload")
      // A program may answer what is no JSON; in a record it is a string.
      let text = String(decoding: response.payload, as: UTF8.self)
      if (try? JSONValue.parse(response.payload)) != nil { writer.raw(text) } else { writer.string(text) }
    }
    writer.endObject()
    return Record(event: row(to: target, letter: nil, now: now), payload: writer.bytes)
  }

  /// From a worker. Throws what the destination answers.
  static func deliver(
    _ event: EventQueue.Event, _ payload: [UInt8], to target: String, _ setting: ServiceSetting
  ) async throws(AWSError) {
    guard let arn = ARN(target) else { throw AWSError.internal("no destination: \(target)") }
    let caller = Caller.root(of: event.key.account)
    switch arn.service {
    case "sns":
      var attributes: [TopicAttribute] = []
      for member in event.letter.flatMap({ try? JSONValue.parse($0) })?.object?.members ?? [] {
        attributes.append(
          TopicAttribute(
            name: member.key, type: member.key == "ErrorCode" ? "Number" : "String", value: member.value.string ?? ""))
      }
      _ = try await setting.ports.topics.publish(
        target, subject: nil, String(decoding: payload, as: UTF8.self), attributes: attributes, as: caller)
    case "lambda":
      try await setting.ports.functions.invokeAsync(target, payload, as: caller, region: arn.region)
    case "s3":
      var ids = IDs()
      let now = Timestamp(milliseconds: Int64(event.accepted)).iso8601(.milliseconds)
      let day = now.prefix(10).split(separator: "-").joined(separator: "/")
      let second = now.prefix(19).split(separator: ":").joined(separator: ".")
      try await setting.ports.objects.put(
        arn.resource, "aws/lambda/async/\(event.key.name)/\(day)/\(second)-\(ids.uuid())", payload,
        contentType: "application/octet-stream", as: caller, region: event.key.region)
    default: throw AWSError.notEmulated("A destination in \(arn.service)")
    }
  }
}
