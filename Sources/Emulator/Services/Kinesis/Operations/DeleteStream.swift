import Protocols
import Runtime

/// Deletes a stream, its consumers and its records. One with consumers goes only where that is asked for.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html
enum DeleteStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let enforceConsumerDeletion = Member<Bool>("EnforceConsumerDeletion")
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DeleteStreamInput", streamName, enforceConsumerDeletion, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    if stream.status == .deleting { return .now(Values()) }
    if !stream.consumers.isEmpty, input[Input.enforceConsumerDeletion] != true {
      throw AWSError.streamHasConsumers(stream)
    }
    guard let due = service.dueTime(now: Int(request.now.milliseconds)) else {
      try service.remove(stream)
      return .now(Values())
    }
    var settings = stream.settings
    settings.status = .deleting
    settings.due = due
    settings.pending = nil
    try service.store.put(settings, of: stream)
    service.awaitChange(due)
    service.changed(stream)
    return .now(Values())
  }
}
