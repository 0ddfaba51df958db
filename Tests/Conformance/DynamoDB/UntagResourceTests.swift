import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"

@Suite struct UntagResourceTests {
  @Test func takesAway() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "TagResource", #"{"ResourceArn":"\#(arn)","Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}"#)
    #expect(await house.call("UntagResource", #"{"ResourceArn":"\#(arn)","TagKeys":["a","none"]}"#) == "")
    #expect(
      await house.call("ListTagsOfResource", #"{"ResourceArn":"\#(arn)"}"#) == #"{"Tags":[{"Key":"b","Value":"2"}]}"#)
    #expect(
      await house.error("UntagResource", #"{"ResourceArn":"\#(arn)","TagKeys":[]}"#).hasPrefix("ValidationException"))
  }
}
