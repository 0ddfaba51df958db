import Protocols
import Runtime

/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListTagsForDeliveryStream.html
enum ListTagsForDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let exclusiveStartTagKey = Member<String>(
      "ExclusiveStartTagKey", .length(1...128), .pattern(#"^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$"#))
    static let limit = Member<Int32>("Limit", .range(1...50))
    static let shape = structure("ListTagsForDeliveryStreamInput", deliveryStreamName, exclusiveStartTagKey, limit)
  }
  enum Output: StructureShape {
    static let tags = Required<[Values<Tag>]>("Tags", .length(0...50))
    static let hasMoreTags = Required<Bool>("HasMoreTags")
    static let shape = structure("ListTagsForDeliveryStreamOutput", tags, hasMoreTags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    var tags = try service.store.tags(of: stream)
    if let after = input[Input.exclusiveStartTagKey] {
      tags.removeAll { !after.utf8.lexicographicallyPrecedes($0.key.utf8) }
    }
    let page = tags.prefix(Int(input[Input.limit] ?? 50))
    return .now(
      .with { out in
        out[Output.tags] = page.map { tag in
          .with {
            $0[Tag.key] = tag.key
            $0[Tag.value] = tag.value
          }
        }
        out[Output.hasMoreTags] = page.count < tags.count
      })
  }
}
