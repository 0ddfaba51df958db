import Protocols
import Runtime

/// The topics of the account and region in the order of their ARNs, 100 a page.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html
enum ListTopics: AWSOperation {
  enum Input: StructureShape {
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListTopicsInput", nextToken)
  }
  enum Output: StructureShape {
    static let topics = Member<[Values<Topic>]>("Topics")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListTopicsResponse", topics, nextToken)
  }
  enum Topic: StructureShape {
    static let topicARN = Member<String>("TopicArn")
    static let shape = structure("Topic", topicARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let after = try PageToken.position(input[Input.nextToken])
    let found = try service.store.topicARNs(request.account, request.region, after: after, limit: PageToken.size + 1)
    return .now(
      .with { out in
        out[Output.topics] = found.prefix(PageToken.size).map { arn in .with { $0[Topic.topicARN] = arn } }
        out[Output.nextToken] = PageToken.next(found) { $0 }
      })
  }
}
