import Protocols
import Runtime

/// The tables and global indexes whose Contributor Insights are on; those that are off are not listed.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html
enum ListContributorInsights: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Member<String>("TableName", DynamoDBTraits.tableLength)
    static let nextToken = Member<String>("NextToken")
    static let maxResults = Member<Int32>("MaxResults", .range(0...100))
    static let shape = structure("ListContributorInsightsInput", tableName, nextToken, maxResults)
  }
  enum Summary: StructureShape {
    static let tableName = Member<String>("TableName")
    static let indexName = Member<String>("IndexName")
    static let contributorInsightsStatus = Member<String>("ContributorInsightsStatus")
    static let contributorInsightsMode = Member<String>("ContributorInsightsMode")
    static let shape = structure(
      "ContributorInsightsSummary", tableName, indexName, contributorInsightsStatus, contributorInsightsMode)
  }
  enum Output: StructureShape {
    static let contributorInsightsSummaries = Member<[Values<Summary>]>("ContributorInsightsSummaries")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListContributorInsightsOutput", contributorInsightsSummaries, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxResults] ?? 100)
    if limit < 1 {
      throw AWSError.validationDetected(
        "Value '\(limit)' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal "
          + "to 1")
    }
    let tables: [Table]
    if let name = input[Input.tableName] {
      tables = [try InsightsSubject(name, index: nil, request, service).table]
    } else {
      tables = service.store.tables(of: request.account, in: request.region)
    }
    var all: [(name: String, subject: InsightsSubject)] = []
    for table in tables {
      all.append((table.name, InsightsSubject(table, nil)))
      for index in table.indexes where !index.isLocal {
        all.append((table.name + "/" + index.name, InsightsSubject(table, index)))
      }
    }
    all.removeAll { $0.subject.status(service, request.now) == "DISABLED" }
    // The token names the last one that was listed, in hexadecimal digits.
    if let token = input[Input.nextToken] {
      guard let place = all.firstIndex(where: { Self.token($0.name) == token }) else {
        throw AWSError.validation("Invalid NextToken")
      }
      all.removeFirst(place + 1)
    }
    return .now(
      .with { out in
        out[Output.contributorInsightsSummaries] = all.prefix(limit).map { _, subject in
          .with {
            $0[Summary.tableName] = subject.table.name
            $0[Summary.indexName] = subject.index?.name
            $0[Summary.contributorInsightsStatus] = subject.status(service, request.now)
            $0[Summary.contributorInsightsMode] = subject.insights?[Insights.mode]
          }
        }
        if all.count > limit { out[Output.nextToken] = Self.token(all[limit - 1].name) }
      })
  }

  private static func token(_ name: String) -> String {
    let digits = Array("0123456789abcdef")
    return String(name.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
