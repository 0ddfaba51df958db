import Testing

@testable import DynamoDB

@Suite struct DescribeTimeToLiveTests {
  @Test func tells() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let describe = #"{"TableName":"tab"}"#
    #expect(
      await house.call("DescribeTimeToLive", describe)
        == #"{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}"#)
    _ = await house.call(
      "UpdateTimeToLive",
      #"{"TableName":"tab","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}}"#)
    #expect(
      await house.call("DescribeTimeToLive", describe)
        == #"{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}}"#)
    #expect(
      await house.error("DescribeTimeToLive", #"{"TableName":"none"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: none not found")
  }
}
