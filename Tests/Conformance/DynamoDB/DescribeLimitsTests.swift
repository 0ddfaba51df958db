import Testing

@testable import DynamoDB

@Suite struct DescribeLimitsTests {
  @Test func answers() async throws {
    let house = try DynamoDBHouse()
    #expect(await house.call("DescribeLimits", "{}").contains(#""TableMaxReadCapacityUnits":40000"#))
  }
}
