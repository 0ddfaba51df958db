import Protocols
import Runtime

/// The tags of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
enum ListTagsForResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1011))
    static let shape = structure("ListTagsForResourceRequest", resourceARN)
  }
  enum Output: StructureShape {
    static let tags = Member<[Values<Tag>]>("Tags")
    static let shape = structure("ListTagsForResourceResponse", tags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn = try TopicTags.topicARN(input[Input.resourceARN], request, service)
    let tags = try service.store.tags(of: arn)
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
