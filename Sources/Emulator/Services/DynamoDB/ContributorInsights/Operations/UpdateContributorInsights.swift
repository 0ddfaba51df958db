import Protocols
import Runtime

/// Turns Contributor Insights of a table or a global index on or off: a state that is kept and told.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html
enum UpdateContributorInsights: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let contributorInsightsAction = Required<String>(
      "ContributorInsightsAction", .values(["ENABLE", "DISABLE"]))
    static let contributorInsightsMode = Member<String>("ContributorInsightsMode", .values(Insights.modes))
    static let shape = structure(
      "UpdateContributorInsightsInput", tableName, indexName, contributorInsightsAction, contributorInsightsMode)
  }
  enum Output: StructureShape {
    static let tableName = Member<String>("TableName")
    static let indexName = Member<String>("IndexName")
    static let contributorInsightsStatus = Member<String>("ContributorInsightsStatus")
    static let contributorInsightsMode = Member<String>("ContributorInsightsMode")
    static let shape = structure(
      "UpdateContributorInsightsOutput", tableName, indexName, contributorInsightsStatus, contributorInsightsMode)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let subject = try InsightsSubject(input[Input.tableName], index: input[Input.indexName], request, service)
    if subject.table.deleted != nil {
      throw AWSError.validation(
        "Table or Index is not in a valid state to update Key Access Insights: TableStatus must be ACTIVE to enable "
          + "ContributorInsights.")
    }
    let enables = input[Input.contributorInsightsAction] == "ENABLE"
    let wasEnabled = subject.insights?[Insights.isEnabled] ?? false
    let mode =
      input[Input.contributorInsightsMode] ?? subject.insights?[Insights.mode] ?? Insights.defaultMode
    let isChange = enables != wasEnabled || (enables && mode != subject.insights?[Insights.mode])
    if isChange {
      let insights = Values<Insights>.with {
        $0[Insights.isEnabled] = enables
        $0[Insights.mode] = mode
        $0[Insights.changed] = request.now
      }
      try subject.set(insights, service)
    }
    return .now(
      .with { out in
        out[Output.tableName] = subject.table.name
        out[Output.indexName] = subject.index?.name
        out[Output.contributorInsightsStatus] =
          isChange ? (enables ? "ENABLING" : "DISABLING") : (enables ? "ENABLED" : "DISABLED")
        if isChange || enables { out[Output.contributorInsightsMode] = mode }
      })
  }
}
