import Protocols
import Testing

@testable import DynamoDB

@Suite struct DescribeContributorInsightsTests {
  @Test func areOfTablesAndGlobalIndexesAlone() async throws {
    let here = try await InsightsHouse()
    for index in ["local", "nope"] {
      #expect(
        await here.house.error("DescribeContributorInsights", #"{"TableName":"tab","IndexName":"\#(index)"}"#)
          == "ResourceNotFoundException: Requested resource not found: Index: \(index) not found for table: tab")
    }
    #expect(
      await here.house.error("ListContributorInsights", #"{"TableName":"nope"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: nope not found")
  }
}
