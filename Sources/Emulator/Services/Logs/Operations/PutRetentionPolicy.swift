import Protocols
import Runtime

/// Says for how many days a group keeps its events: older ones are answered no more, and swept.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
enum PutRetentionPolicy: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let retentionInDays = Required<Int32>("retentionInDays")
    static let shape = structure("PutRetentionPolicyRequest", logGroupName, retentionInDays)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let days = Int(input[Input.retentionInDays])
    if !periods.contains(days) {
      throw AWSError.invalidParameter(
        "1 validation error detected: Value '\(days)' at 'retentionInDays' failed to satisfy constraint: Member must "
          + "satisfy enum value set: [\(periods.map { "\($0)" }.joined(separator: ", "))]")
    }
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    try service.store.setRetention(days, of: group)
    return .now(Values())
  }

  private static let periods = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]
}
