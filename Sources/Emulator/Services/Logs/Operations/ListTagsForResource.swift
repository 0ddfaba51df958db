import Protocols
import Runtime

/// The tags of a log group, by its ARN.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
enum ListTagsForResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("resourceArn", .length(1...1011), LogsTraits.resourcePattern)
    static let shape = structure("ListTagsForResourceRequest", resourceARN)
  }
  enum Output: StructureShape {
    static let tags = Member<[String: String]>("tags")
    static let shape = structure("ListTagsForResourceResponse", tags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.withARN(input[Input.resourceARN], request, service)
    let tags = try service.store.tags(of: group)
    return .now(.with { $0[Output.tags] = tags })
  }
}
