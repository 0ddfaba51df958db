import Protocols
import Runtime

/// Adds tags, or sets those that are there, up to 50.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_TagDeliveryStream.html
enum TagDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let tags = Required<[Values<Tag>]>("Tags", .length(1...50))
    static let shape = structure("TagDeliveryStreamInput", deliveryStreamName, tags)
  }
  enum Output: StructureShape {
    static let shape = structure("TagDeliveryStreamOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    let tags = try DeliveryStreamTags.checked(input[Input.tags])
    let old = try service.store.tags(of: stream)
    let added = tags.filter { tag in !old.contains { $0.key == tag.key } }
    if old.count + added.count > DeliveryStreamTags.limit {
      throw AWSError(
        "LimitExceededException",
        "A delivery stream cannot have more than \(DeliveryStreamTags.limit) tags associated with it.")
    }
    for tag in tags { try service.store.setTag(tag.key, tag.value, of: stream) }
    return .now(Values())
  }
}
