import Protocols
import Testing

@testable import DynamoDB

/// DynamoDB Streams beside DynamoDB, for tests.
extension DynamoDBHouse {
  private func answer(_ operation: String, _ body: String) async -> Answer {
    await send(operation, body, target: "DynamoDBStreams_20120810")
  }

  /// The JSON of a success.
  func stream(_ operation: String, _ body: String) async throws -> JSONValue {
    let answer = await answer(operation, body)
    #expect(answer.status == 200, "\(answer.body)")
    return try JSONValue.parse(answer.body)
  }

  func streamError(_ operation: String, _ body: String) async -> String {
    let answer = await answer(operation, body)
    return answer.status == 200 ? "success: " + answer.body : answer.error
  }

  /// A table of a provisioned kind, so its stream has one shard, unless it is `isOnDemand`. Gives the stream's ARN.
  func streamedTable(
    _ name: String = "tab", view: String = "NEW_AND_OLD_IMAGES", isOnDemand: Bool = false
  ) async throws -> String {
    let billing =
      isOnDemand
      ? #""BillingMode":"PAY_PER_REQUEST""#
      : #""ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}"#
    let made = await call(
      "CreateTable",
      #"{"TableName":"\#(name)",\#(billing),"AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"#
        + #""KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"#
        + #""StreamSpecification":{"StreamEnabled":true,"StreamViewType":"\#(view)"}}"#)
    return try #require(try JSONValue.parse(made)["TableDescription"]?["LatestStreamArn"]?.string)
  }

  func shards(of arn: String) async throws -> [JSONValue] {
    try await stream("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]?["Shards"]?.array ?? []
  }

  func iterator(_ arn: String, _ shard: String, _ type: String = "TRIM_HORIZON", _ more: String = "") async throws
    -> String
  {
    let given = try await stream(
      "GetShardIterator", #"{"StreamArn":"\#(arn)","ShardId":"\#(shard)","ShardIteratorType":"\#(type)"\#(more)}"#)
    return try #require(given["ShardIterator"]?.string)
  }

  /// Every record that the stream holds, shard by shard.
  func records(of arn: String) async throws -> [JSONValue] {
    var all: [JSONValue] = []
    for shard in try await shards(of: arn) {
      var next: String? = try await iterator(arn, shard["ShardId"]?.string ?? "")
      while let iterator = next {
        let page = try await stream("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        let records = page["Records"]?.array ?? []
        all += records
        next = records.isEmpty ? nil : page["NextShardIterator"]?.string
      }
    }
    return all
  }
}
