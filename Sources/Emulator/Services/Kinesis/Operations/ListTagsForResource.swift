import Protocols
import Runtime

/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForResource.html
enum ListTagsForResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("ListTagsForResourceInput", resourceARN, streamID)
  }
  enum Output: StructureShape {
    static let tags = Member<[Values<Tag>]>("Tags")
    static let shape = structure("ListTagsForResourceOutput", tags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    let tags = try service.store.tags(of: resource)
    return .now(
      .with { out in
        out[Output.tags] = tags.map { tag in
          .with {
            $0[Tag.key] = tag.name
            $0[Tag.value] = tag.value
          }
        }
      })
  }
}
