import Protocols
import Runtime

/// Deregisters a consumer, by its ARN or by its name and its stream's ARN. A subscription that runs goes on to its end
/// (recorded from AWS).
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html
enum DeregisterStreamConsumer: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let consumerName = Member<String>("ConsumerName", .length(1...128), KinesisTraits.namePattern)
    static let consumerARN = Member<String>("ConsumerARN", .length(1...2048), KinesisTraits.consumerPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DeregisterStreamConsumerInput", streamARN, consumerName, consumerARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let (stream, consumer) = try StreamReference.consumer(
      arn: input[Input.consumerARN], name: input[Input.consumerName], streamARN: input[Input.streamARN], request,
      service)
    if consumer.status == .deleting { return .now(Values()) }
    guard let due = service.dueTime(now: Int(request.now.milliseconds)) else {
      try service.store.delete(consumer, of: stream)
      return .now(Values())
    }
    var settings = consumer.settings
    settings.status = .deleting
    settings.due = due
    try service.store.put(settings, of: consumer)
    service.awaitChange(due)
    return .now(Values())
  }
}
