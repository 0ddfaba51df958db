import Protocols
import Testing

@testable import DynamoDB

@Suite struct UpdateContributorInsightsTests {
  private func house(delay: Int = 0) async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse(delay: delay)
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},"#
        + #"{"AttributeName":"c","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},"#
        + #"{"AttributeName":"c","KeyType":"RANGE"}],"LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":"#
        + #"[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}],"Projection":"#
        + #"{"ProjectionType":"ALL"}}],"GlobalSecondaryIndexes":[{"IndexName":"global","KeySchema":[{"AttributeName":"c","#
        + #""KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#)
    return house
  }

  private func update(_ house: DynamoDBHouse, _ action: String, _ more: String = "") async -> String {
    await house.call(
      "UpdateContributorInsights", #"{"TableName":"tab","ContributorInsightsAction":"\#(action)"\#(more)}"#)
  }

  private func describe(_ house: DynamoDBHouse, _ more: String = "") async throws -> JSONValue {
    try JSONValue.parse(await house.call("DescribeContributorInsights", #"{"TableName":"tab"\#(more)}"#))
  }

  @Test func areKeptForTheTableAndEachIndex() async throws {
    let house = try await house()
    #expect(
      await house.call("DescribeContributorInsights", #"{"TableName":"tab"}"#)
        == #"{"TableName":"tab","ContributorInsightsStatus":"DISABLED"}"#)
    #expect(await update(house, "DISABLE") == #"{"TableName":"tab","ContributorInsightsStatus":"DISABLED"}"#)
    #expect(
      await update(house, "ENABLE")
        == #"{"TableName":"tab","ContributorInsightsStatus":"ENABLING","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}"#
    )
    let table = try await describe(house)
    #expect(table["ContributorInsightsStatus"]?.string == "ENABLED")
    let rules = table["ContributorInsightsRuleList"]?.array?.compactMap { $0.string } ?? []
    #expect(rules.count == 4)
    #expect(rules.first?.hasPrefix("DynamoDBContributorInsights-PKC-tab-") == true)
    #expect(try await describe(house, #","IndexName":"global""#)["ContributorInsightsStatus"]?.string == "DISABLED")
    _ = await update(house, "ENABLE", #","IndexName":"global","ContributorInsightsMode":"THROTTLED_KEYS""#)
    let index = try await describe(house, #","IndexName":"global""#)
    #expect(index["ContributorInsightsMode"]?.string == "THROTTLED_KEYS")
    // The index has no sort key.
    let names = index["ContributorInsightsRuleList"]?.array?.compactMap { $0.string } ?? []
    #expect(names.count == 1 && names[0].hasPrefix("DynamoDBContributorInsights-PKT-tab-global-"))
    _ = await update(house, "DISABLE")
    let off = try await describe(house)
    #expect(off["ContributorInsightsStatus"]?.string == "DISABLED")
    #expect(off["ContributorInsightsRuleList"] == nil)
    #expect(off["ContributorInsightsMode"]?.string == "ACCESSED_AND_THROTTLED_KEYS")
    #expect(off["LastUpdateDateTime"] != nil)
  }

  @Test func takeTheTimeOfTables() async throws {
    let house = try await house(delay: 1000)
    await house.freezeClock()
    await house.advanceClock(milliseconds: 2000)
    _ = await update(house, "ENABLE")
    #expect(try await describe(house)["ContributorInsightsStatus"]?.string == "ENABLING")
    await house.advanceClock(milliseconds: 1000)
    #expect(try await describe(house)["ContributorInsightsStatus"]?.string == "ENABLED")
  }

  @Test func areOfTablesAndGlobalIndexesAlone() async throws {
    let house = try await house()
    for index in ["local", "nope"] {
      #expect(
        await house.error("DescribeContributorInsights", #"{"TableName":"tab","IndexName":"\#(index)"}"#)
          == "ResourceNotFoundException: Requested resource not found: Index: \(index) not found for table: tab")
    }
    #expect(
      await house.error("ListContributorInsights", #"{"TableName":"nope"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: nope not found")
  }

  @Test func listContributorInsights() async throws {
    let house = try await house()
    #expect(await house.call("ListContributorInsights", "{}") == #"{"ContributorInsightsSummaries":[]}"#)
    _ = await update(house, "ENABLE")
    _ = await update(house, "ENABLE", #","IndexName":"global""#)
    let first = try JSONValue.parse(await house.call("ListContributorInsights", #"{"MaxResults":1}"#))
    #expect(first["ContributorInsightsSummaries"]?.array?.count == 1)
    #expect(first["ContributorInsightsSummaries"]?.array?.first?["IndexName"] == nil)
    let token = try #require(first["NextToken"]?.string)
    let second = try JSONValue.parse(
      await house.call("ListContributorInsights", #"{"MaxResults":1,"NextToken":"\#(token)"}"#))
    #expect(second["ContributorInsightsSummaries"]?.array?.first?["IndexName"]?.string == "global")
    #expect(second["NextToken"] == nil)
    _ = await update(house, "DISABLE")
    let left = try JSONValue.parse(await house.call("ListContributorInsights", #"{"TableName":"tab"}"#))
    #expect(left["ContributorInsightsSummaries"]?.array?.count == 1)
    #expect(await house.error("ListContributorInsights", #"{"NextToken":"x"}"#).hasPrefix("ValidationException"))
  }
}
