import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"

@Suite struct ListTagsOfResourceTests {
  @Test func givesNoTokenAndTakesNone() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error("ListTagsOfResource", #"{"ResourceArn":"\#(arn)","NextToken":"x"}"#)
        == "ValidationException: Invalid NextToken")
  }
}
