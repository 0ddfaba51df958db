import Protocols
import Runtime

/// Removing a tag that is not there succeeds.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_UntagDeliveryStream.html
enum UntagDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let tagKeys = Required<[String]>(
      "TagKeys", .length(1...50), .each([.length(1...128), .pattern(#"^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$"#)]))
    static let shape = structure("UntagDeliveryStreamInput", deliveryStreamName, tagKeys)
  }
  enum Output: StructureShape {
    static let shape = structure("UntagDeliveryStreamOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    for key in input[Input.tagKeys] { try service.store.removeTag(key, of: stream) }
    return .now(Values())
  }
}
