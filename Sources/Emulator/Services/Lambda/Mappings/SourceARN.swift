import Protocols
import Runtime

/// What a mapping's source may be: a Kinesis stream, a consumer of one, the stream of a DynamoDB table.
enum SourceARN: Equatable, Sendable {
  case stream(String)
  case consumer(String)
  case tableStream(String)

  /// Throws for what is no source; refuses by name what the emulator does not read.
  init(_ text: String) throws(AWSError) {
    guard let arn = ARN(text) else { throw AWSError.invalidParameter("Unrecognized event source: \(text)") }
    let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
    switch arn.service {
    case "kinesis" where parts.first == "stream" && parts.count == 2: self = .stream(text)
    case "kinesis" where parts.first == "stream" && parts.count == 4 && parts[2] == "consumer": self = .consumer(text)
    case "dynamodb" where parts.first == "table" && parts.count == 4 && parts[2] == "stream": self = .tableStream(text)
    case "kinesis", "dynamodb": throw AWSError.invalidParameter("Unrecognized event source: \(text)")
    default: throw AWSError.notEmulated("An event source mapping from \(arn.service)")
    }
  }

  /// The source, ready to be read. Throws ResourceNotFoundException for a consumer that is not there.
  func open(_ setting: ServiceSetting, as caller: Caller) async throws(AWSError) -> any EventSource {
    switch self {
    case .stream(let arn):
      guard let streams = setting.ports.streams else { throw AWSError.internal("no stream port is bound") }
      return KinesisSource(streamARN: arn, splitsAggregates: false, streams: streams, caller: caller)
    case .consumer(let arn):
      guard let streams = setting.ports.streams else { throw AWSError.internal("no stream port is bound") }
      let streamARN = try await streams.consumer(arn, as: caller).streamARN
      return KinesisSource(streamARN: streamARN, splitsAggregates: true, streams: streams, caller: caller)
    case .tableStream(let arn):
      guard let streams = setting.ports.tableStreams else {
        throw AWSError.notEmulated("An event source mapping from a DynamoDB stream")
      }
      return TableSource(streamARN: arn, streams: streams, caller: caller)
    }
  }
}
