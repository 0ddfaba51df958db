import Protocols
import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"
private let policy = #"{\"Version\":\"2012-10-17\",\"Statement\":[]}"#

@Suite struct GetResourcePolicyTests {
  @Test func gives() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error("GetResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#).hasPrefix("PolicyNotFoundException"))
    _ = await house.call("PutResourcePolicy", #"{"ResourceArn":"\#(arn)","Policy":"\#(policy)"}"#)
    #expect(
      await house.call("GetResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#).hasPrefix(#"{"Policy":"\#(policy)","#))
  }
}
