import Protocols
import Runtime

/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_StopDeliveryStreamEncryption.html
enum StopDeliveryStreamEncryption: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let shape = structure("StopDeliveryStreamEncryptionInput", deliveryStreamName)
  }
  enum Output: StructureShape {
    static let shape = structure("StopDeliveryStreamEncryptionOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    if stream.source != nil { throw AWSError.notPermitted(on: stream.type) }
    var settings = stream.settings
    settings.encryption = nil
    try service.store.update(stream, settings)
    return .now(Values())
  }
}
