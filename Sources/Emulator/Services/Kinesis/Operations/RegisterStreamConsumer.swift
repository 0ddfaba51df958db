import Protocols
import Runtime

/// Registers a consumer with enhanced fan-out: 20 a stream, 50 of an on-demand one whose account has the billing
/// commitment, 5 CREATING at a time.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html
enum RegisterStreamConsumer: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Required<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let consumerName = Required<String>("ConsumerName", .length(1...128), KinesisTraits.namePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let tags = Member<[String: String]>(
      "Tags", .length(1...200), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let shape = structure("RegisterStreamConsumerInput", consumerName, streamARN, streamID, tags)
  }
  enum Output: StructureShape {
    static let consumer = Required<Values<Consumer>>("Consumer")
    static let shape = structure("RegisterStreamConsumerOutput", consumer)
  }

  private static let creatingLimit = 5

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(name: nil, arn: input[Input.streamARN], request, service)
    if !stream.settings.isUsable { throw AWSError.streamNotActive(stream) }
    let name = input[Input.consumerName]
    let now = Int(request.now.milliseconds)
    if stream.consumer(named: name) != nil { throw AWSError.consumerExists(name, stream) }
    var limit = 20
    if stream.isOnDemand, try service.store.commitment(stream.account, stream.region).isEnabled(now: now) { limit = 50 }
    if stream.consumers.count >= limit {
      throw AWSError.limitExceeded(
        "Stream \(stream.name) under account \(stream.account) already has the maximum of \(limit) registered consumers."
      )
    }
    if stream.consumers.count(where: { $0.status == .creating }) >= creatingLimit {
      throw AWSError.limitExceeded(
        "Stream \(stream.name) under account \(stream.account) already has \(creatingLimit) consumers in the CREATING state."
      )
    }
    var settings = StreamConsumer.Settings()
    if let due = service.dueTime(now: now) {
      settings.status = .creating
      settings.due = due
      service.awaitChange(due)
    }
    let consumer = try service.store.addConsumer(name, to: stream, settings, created: now / 1000)
    try StreamTags.add(input[Input.tags] ?? [:], to: .consumer(consumer, of: stream), service.store)
    return .now(.with { $0[Output.consumer] = Consumer.of(consumer) })
  }
}
