import Protocols
import Runtime

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html
enum DeleteSubscriptionFilter: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let filterName = Required<String>("filterName", .length(1...512), .pattern("[^:*]*"))
    static let shape = structure("DeleteSubscriptionFilterRequest", logGroupName, filterName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    guard try service.store.deleteFilter(input[Input.filterName], of: group) else {
      throw AWSError("ResourceNotFoundException", "The specified subscription filter does not exist.")
    }
    return .now(Values())
  }
}
