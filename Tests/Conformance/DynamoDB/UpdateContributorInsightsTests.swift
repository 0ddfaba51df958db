import Protocols
import Testing

@testable import DynamoDB

/// A table with an index of each kind, and what is asked of its insights.
struct InsightsHouse {
  let house: DynamoDBHouse

  init(delay: Int = 0) async throws {
    house = try DynamoDBHouse(delay: delay)
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},"#
        + #"{"AttributeName":"c","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},"#
        + #"{"AttributeName":"c","KeyType":"RANGE"}],"LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":"#
        + #"[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}],"Projection":"#
        + #"{"ProjectionType":"ALL"}}],"GlobalSecondaryIndexes":[{"IndexName":"global","KeySchema":[{"AttributeName":"c","#
        + #""KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#)
  }

  func update(_ action: String, _ more: String = "") async -> String {
    await house.call(
      "UpdateContributorInsights", #"{"TableName":"tab","ContributorInsightsAction":"\#(action)"\#(more)}"#)
  }

  func describe(_ more: String = "") async throws -> JSONValue {
    try JSONValue.parse(await house.call("DescribeContributorInsights", #"{"TableName":"tab"\#(more)}"#))
  }
}

@Suite struct UpdateContributorInsightsTests {
  @Test func areKeptForTheTableAndEachIndex() async throws {
    let here = try await InsightsHouse()
    #expect(
      await here.house.call("DescribeContributorInsights", #"{"TableName":"tab"}"#)
        == #"{"TableName":"tab","ContributorInsightsStatus":"DISABLED"}"#)
    #expect(await here.update("DISABLE") == #"{"TableName":"tab","ContributorInsightsStatus":"DISABLED"}"#)
    #expect(
      await here.update("ENABLE")
        == #"{"TableName":"tab","ContributorInsightsStatus":"ENABLING","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}"#
    )
    let table = try await here.describe()
    #expect(table["ContributorInsightsStatus"]?.string == "ENABLED")
    let rules = table["ContributorInsightsRuleList"]?.array?.compactMap { $0.string } ?? []
    #expect(rules.count == 4)
    #expect(rules.first?.hasPrefix("DynamoDBContributorInsights-PKC-tab-") == true)
    #expect(try await here.describe(#","IndexName":"global""#)["ContributorInsightsStatus"]?.string == "DISABLED")
    _ = await here.update("ENABLE", #","IndexName":"global","ContributorInsightsMode":"THROTTLED_KEYS""#)
    let index = try await here.describe(#","IndexName":"global""#)
    #expect(index["ContributorInsightsMode"]?.string == "THROTTLED_KEYS")
    // The index has no sort key.
    let names = index["ContributorInsightsRuleList"]?.array?.compactMap { $0.string } ?? []
    #expect(names.count == 1 && names[0].hasPrefix("DynamoDBContributorInsights-PKT-tab-global-"))
    _ = await here.update("DISABLE")
    let off = try await here.describe()
    #expect(off["ContributorInsightsStatus"]?.string == "DISABLED")
    #expect(off["ContributorInsightsRuleList"] == nil)
    #expect(off["ContributorInsightsMode"]?.string == "ACCESSED_AND_THROTTLED_KEYS")
    #expect(off["LastUpdateDateTime"] != nil)
  }

  @Test func takeTheTimeOfTables() async throws {
    let here = try await InsightsHouse(delay: 1000)
    await here.house.freezeClock()
    await here.house.advanceClock(milliseconds: 2000)
    _ = await here.update("ENABLE")
    #expect(try await here.describe()["ContributorInsightsStatus"]?.string == "ENABLING")
    await here.house.advanceClock(milliseconds: 1000)
    #expect(try await here.describe()["ContributorInsightsStatus"]?.string == "ENABLED")
  }
}
