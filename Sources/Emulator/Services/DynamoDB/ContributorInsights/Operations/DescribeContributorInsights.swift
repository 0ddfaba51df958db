import Protocols
import Runtime

/// Whether Contributor Insights of a table or a global index are on.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html
enum DescribeContributorInsights: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let shape = structure("DescribeContributorInsightsInput", tableName, indexName)
  }
  enum Output: StructureShape {
    static let tableName = Member<String>("TableName")
    static let indexName = Member<String>("IndexName")
    static let contributorInsightsRuleList = Member<[String]>("ContributorInsightsRuleList")
    static let contributorInsightsStatus = Member<String>("ContributorInsightsStatus")
    static let lastUpdateDateTime = Member<Timestamp>("LastUpdateDateTime")
    static let contributorInsightsMode = Member<String>("ContributorInsightsMode")
    static let shape = structure(
      "DescribeContributorInsightsOutput", tableName, indexName, contributorInsightsRuleList,
      contributorInsightsStatus, lastUpdateDateTime, contributorInsightsMode)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let subject = try InsightsSubject(input[Input.tableName], index: input[Input.indexName], request, service)
    return .now(
      .with { out in
        out[Output.tableName] = subject.table.name
        out[Output.indexName] = subject.index?.name
        out[Output.contributorInsightsStatus] = subject.status(service, request.now)
        guard let insights = subject.insights else { return }
        let rules = subject.rules
        if !rules.isEmpty { out[Output.contributorInsightsRuleList] = rules }
        out[Output.lastUpdateDateTime] = insights[Insights.changed]
        out[Output.contributorInsightsMode] = insights[Insights.mode]
      })
  }
}
