import Protocols
import Runtime

/// Deletes a stream and its records; it is gone at once.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html
enum DeleteStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    /// Without consumers, which are not emulated yet, it makes no difference.
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
    try service.store.delete(stream)
    return .now(Values())
  }
}
