import Protocols
import Runtime

/// Events of the group are kept for ever from now on.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html
enum DeleteRetentionPolicy: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let shape = structure("DeleteRetentionPolicyRequest", logGroupName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    try service.store.setRetention(nil, of: try LogGroupRecord.named(input[Input.logGroupName], request, service))
    return .now(Values())
  }
}
