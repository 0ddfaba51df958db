import Protocols
import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"
private let policy = #"{\"Version\":\"2012-10-17\",\"Statement\":[]}"#

@Suite struct DeleteResourcePolicyTests {
  @Test func takesAway() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call("PutResourcePolicy", #"{"ResourceArn":"\#(arn)","Policy":"\#(policy)"}"#)
    #expect(await house.call("DeleteResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#).contains("RevisionId"))
    #expect(await house.call("DeleteResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#) == "{}")
    #expect(
      await house.error("GetResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#).hasPrefix("PolicyNotFoundException"))
  }
}
