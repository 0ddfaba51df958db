import Protocols
import Runtime

/// The delivery stream says from now on that it is encrypted, at once. It is kept and shown: nothing is encrypted.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_StartDeliveryStreamEncryption.html
enum StartDeliveryStreamEncryption: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let deliveryStreamEncryptionConfigurationInput = Member<Values<DeliveryStreamEncryptionConfigurationInput>>(
      "DeliveryStreamEncryptionConfigurationInput")
    static let shape = structure(
      "StartDeliveryStreamEncryptionInput", deliveryStreamName, deliveryStreamEncryptionConfigurationInput)
  }
  enum Output: StructureShape {
    static let shape = structure("StartDeliveryStreamEncryptionOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    if stream.source != nil { throw AWSError.notPermitted(on: stream.type) }
    var settings = stream.settings
    settings.encryption =
      try StreamEncryption.checked(input[Input.deliveryStreamEncryptionConfigurationInput], hasSource: false)
      ?? StreamEncryption(keyType: "AWS_OWNED_CMK")
    try service.store.update(stream, settings)
    return .now(Values())
  }
}
