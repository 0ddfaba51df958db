import Testing

@testable import DynamoDB

@Suite struct DescribeEndpointsTests {
  @Test func answersWhereItIs() async throws {
    let house = try DynamoDBHouse()
    #expect(
      await house.call("DescribeEndpoints", "{}")
        == #"{"Endpoints":[{"Address":"127.0.0.1:4566","CachePeriodInMinutes":1440}]}"#)
  }
}
