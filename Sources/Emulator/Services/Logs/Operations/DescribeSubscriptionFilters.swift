import Protocols
import Runtime

/// The subscription filters of a group, in the order of their names.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html
enum DescribeSubscriptionFilters: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let filterNamePrefix = Member<String>("filterNamePrefix", .length(1...512), .pattern("[^:*]*"))
    static let nextToken = Member<String>("nextToken", .atLeast(1))
    static let limit = Member<Int32>("limit", .range(1...50))
    static let shape = structure(
      "DescribeSubscriptionFiltersRequest", logGroupName, filterNamePrefix, nextToken, limit)
  }
  enum Output: StructureShape {
    static let subscriptionFilters = Member<[Values<SubscriptionFilter>]>("subscriptionFilters")
    static let nextToken = Member<String>("nextToken")
    static let shape = structure("DescribeSubscriptionFiltersResponse", subscriptionFilters, nextToken)
  }
  enum SubscriptionFilter: StructureShape {
    static let filterName = Member<String>("filterName")
    static let logGroupName = Member<String>("logGroupName")
    static let filterPattern = Member<String>("filterPattern")
    static let destinationARN = Member<String>("destinationArn")
    static let roleARN = Member<String>("roleArn")
    static let distribution = Member<String>("distribution")
    static let applyOnTransformedLogs = Member<Bool>("applyOnTransformedLogs")
    static let creationTime = Member<Int>("creationTime")
    static let fieldSelectionCriteria = Member<String>("fieldSelectionCriteria")
    static let emitSystemFields = Member<[String]>("emitSystemFields")
    static let shape = structure(
      "SubscriptionFilter", filterName, logGroupName, filterPattern, destinationARN, roleARN, distribution,
      applyOnTransformedLogs, creationTime, fieldSelectionCriteria, emitSystemFields)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    var found = service.store.filters[group.id] ?? []
    if let prefix = input[Input.filterNamePrefix] { found = found.filter { $0.name.hasPrefix(prefix) } }
    let asked = "\(group.id) \(input[Input.filterNamePrefix] ?? "")"
    if let after = try PageToken.position(input[Input.nextToken], of: asked) {
      found = found.filter { after.utf8.lexicographicallyPrecedes($0.name.utf8) }
    }
    let limit = Int(input[Input.limit] ?? 50)
    let page = found.prefix(limit)
    return .now(
      .with { out in
        out[Output.subscriptionFilters] = page.map { filter in
          .with {
            $0[SubscriptionFilter.filterName] = filter.name
            $0[SubscriptionFilter.logGroupName] = group.name
            $0[SubscriptionFilter.filterPattern] = filter.patternText
            $0[SubscriptionFilter.destinationARN] = filter.destinationARN
            $0[SubscriptionFilter.roleARN] = filter.roleARN
            $0[SubscriptionFilter.distribution] = filter.distribution
            $0[SubscriptionFilter.applyOnTransformedLogs] = false
            $0[SubscriptionFilter.creationTime] = filter.created
          }
        }
        if found.count > limit, let last = page.last {
          out[Output.nextToken] = PageToken(position: last.name, request: asked).text
        }
      })
  }
}
