import Protocols
import Runtime
import Storage

/// Deletes the delivery stream with what it had buffered.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html
enum DeleteDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    /// About grants of KMS, which no delivery stream here has.
    static let allowForceDelete = Member<Bool>("AllowForceDelete", .emulatedOnly(["true", "false"]))
    static let shape = structure("DeleteDeliveryStreamInput", deliveryStreamName, allowForceDelete)
  }
  enum Output: StructureShape {
    static let shape = structure("DeleteDeliveryStreamOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    try service.store.delete(stream)
    service.store.round.afterCommit { service.end(stream) }
    return .now(Values())
  }
}
