import Protocols
import Testing

@testable import DynamoDB

@Suite struct ListContributorInsightsTests {
  @Test func pagesWhatIsOn() async throws {
    let here = try await InsightsHouse()
    #expect(await here.house.call("ListContributorInsights", "{}") == #"{"ContributorInsightsSummaries":[]}"#)
    _ = await here.update("ENABLE")
    _ = await here.update("ENABLE", #","IndexName":"global""#)
    let first = try JSONValue.parse(await here.house.call("ListContributorInsights", #"{"MaxResults":1}"#))
    #expect(first["ContributorInsightsSummaries"]?.array?.count == 1)
    #expect(first["ContributorInsightsSummaries"]?.array?.first?["IndexName"] == nil)
    let token = try #require(first["NextToken"]?.string)
    let second = try JSONValue.parse(
      await here.house.call("ListContributorInsights", #"{"MaxResults":1,"NextToken":"\#(token)"}"#))
    #expect(second["ContributorInsightsSummaries"]?.array?.first?["IndexName"]?.string == "global")
    #expect(second["NextToken"] == nil)
    _ = await here.update("DISABLE")
    let left = try JSONValue.parse(await here.house.call("ListContributorInsights", #"{"TableName":"tab"}"#))
    #expect(left["ContributorInsightsSummaries"]?.array?.count == 1)
    #expect(await here.house.error("ListContributorInsights", #"{"NextToken":"x"}"#).hasPrefix("ValidationException"))
  }
}
