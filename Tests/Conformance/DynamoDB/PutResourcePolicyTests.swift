import Protocols
import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"
private let policy = #"{\"Version\":\"2012-10-17\",\"Statement\":[]}"#

@Suite struct PutResourcePolicyTests {
  @Test func keepsARevision() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func put(_ policy: String, _ more: String = "") async -> String {
      await house.call("PutResourcePolicy", #"{"ResourceArn":"\#(arn)","Policy":"\#(policy)"\#(more)}"#)
    }
    let first = await put(policy, #","ExpectedRevisionId":"NO_POLICY""#)
    let revision = try #require(try JSONValue.parse(first)["RevisionId"]?.string)
    #expect(await put(policy) == first)
    #expect(await put(policy, #","ExpectedRevisionId":"NO_POLICY""#).contains("PolicyNotFoundException"))
    #expect(await put(policy + " ", #","ExpectedRevisionId":"\#(revision)""#) != first)
    #expect(await put("no JSON").contains("ValidationException"))
    #expect(
      await house.error("PutResourcePolicy", #"{"ResourceArn":"\#(arn)x","Policy":"\#(policy)"}"#).hasPrefix(
        "ResourceNotFoundException"))
  }
}
