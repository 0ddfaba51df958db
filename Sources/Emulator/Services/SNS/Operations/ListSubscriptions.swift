import Protocols
import Runtime

/// The subscriptions of the account and region in the order of their ARNs, 100 a page.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
enum ListSubscriptions: AWSOperation {
  enum Input: StructureShape {
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListSubscriptionsInput", nextToken)
  }
  enum Output: StructureShape {
    static let subscriptions = Member<[Values<Subscription>]>("Subscriptions")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListSubscriptionsResponse", subscriptions, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let after = try PageToken.position(input[Input.nextToken])
    let found = try service.store.subscriptions(
      request.account, request.region, after: after, limit: PageToken.size + 1, now: request.now)
    return .now(
      .with { out in
        out[Output.subscriptions] = found.prefix(PageToken.size).map(Subscription.of)
        out[Output.nextToken] = PageToken.next(found, \.arn)
      })
  }
}
