import Protocols
import Runtime

/// Where batches that were given up are told: an SNS topic, or an S3 bucket, which also keeps the event.
enum FailureDestination: Equatable, Sendable {
  case topic(arn: String)
  case bucket(name: String)

  /// Throws for what is no destination, and refuses by name what the emulator does not have.
  init(_ text: String) throws(AWSError) {
    guard let arn = ARN(text) else { throw Self.invalid(text) }
    switch arn.service {
    case "sns":
      if arn.resource.contains(":") || arn.resource.hasSuffix(".fifo") { throw Self.invalid(text) }
      self = .topic(arn: text)
    case "s3":
      if arn.resource.contains("/") { throw Self.invalid(text) }
      self = .bucket(name: arn.resource)
    case "sqs": throw AWSError.notEmulated("An on-failure destination in SQS")
    default: throw Self.invalid(text)
    }
  }

  private static func invalid(_ text: String) -> AWSError {
    .invalidParameter("The destination ARN \(text) is invalid.")
  }

  var wantsPayload: Bool { if case .bucket = self { true } else { false } }

  /// Milliseconds between attempts, and how many there are. A destination that is gone gets none again.
  private static let retryDelay: Int64 = 1000
  private static let attempts = 5

  /// Returns when the record is delivered or the destination cannot take it, as AWS drops it then.
  func deliver(_ record: FailureRecord, of mapping: EventSourceMapping, objectID: String, _ setting: ServiceSetting)
    async throws(CancellationError)
  {
    let caller = Caller.root(of: mapping.function.account)
    for attempt in 1...FailureDestination.attempts {
      do throws(AWSError) {
        switch self {
        case .topic(let arn):
          guard let topics = setting.ports.topics else { return }
          _ = try await topics.publish(
            arn, subject: nil, String(decoding: record.json, as: UTF8.self), as: caller)
        case .bucket(let name):
          guard let objects = setting.ports.objects else { return }
          try await objects.put(
            name, record.objectKey(mapping: mapping.id, id: objectID), record.json,
            contentType: "application/octet-stream", as: caller, region: mapping.function.region)
        }
        return
      } catch {
        if error.status < 500 || attempt == FailureDestination.attempts { return }
      }
      try await setting.workers.sleep(milliseconds: FailureDestination.retryDelay)
    }
  }
}
