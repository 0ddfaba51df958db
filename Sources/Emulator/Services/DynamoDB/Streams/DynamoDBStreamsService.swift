package import Protocols
package import Runtime

/// Amazon DynamoDB Streams (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html),
/// on one page: what it is on the wire and what it can do. The streams themselves are kept by DynamoDB, whose tables make
/// them.
///
/// `@unchecked Sendable`: only the Loop touches it.
package final class DynamoDBStreamsService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "dynamodbstreams", title: "DynamoDB Streams", model: "dynamodbstreams/2012-08-10", signingName: "dynamodb",
    targetPrefix: "DynamoDBStreams_20120810", protocols: [.awsJSON(version: "1.0")],
    errorPrefix: "com.amazonaws.dynamodb.v20120810", internalCode: "InternalServerError", bodyLimit: 1 << 20)

  package static let unbuilt: [UnbuiltOperation] = []

  package var operations: [OperationEntry] {
    [
      OperationEntry(DescribeStream.self, on: self),
      OperationEntry(GetRecords.self, on: self),
      OperationEntry(GetShardIterator.self, on: self),
      OperationEntry(ListStreams.self, on: self),
    ]
  }

  let store: StreamStore
  let followers: StreamFollowers
  let setting: ServiceSetting

  package init(_ dynamoDB: DynamoDBService) {
    store = dynamoDB.streams
    followers = dynamoDB.streamFollowers
    setting = dynamoDB.setting
  }

  /// DynamoDB forgets its streams with its tables.
  package func reset(account: String?) throws(AWSError) {}

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("streams", store.streams.count)] }

  /// The stream that a request names, of the caller's account and region.
  func stream(_ arn: String, _ request: RequestContext) throws(AWSError) -> TableStream {
    guard DynamoDBStreamsService.isStreamARN(arn) else { throw AWSError.validation("Invalid StreamArn") }
    guard let stream = store.streams[arn], stream.account == request.account, stream.region == request.region else {
      throw AWSError("ResourceNotFoundException", "Requested resource not found: Stream: \(arn) not found")
    }
    return stream
  }

  /// `arn:aws:dynamodb:us-east-1:000000000000:table/name/stream/2026-09-17T08:49:08.640`
  static func isStreamARN(_ text: String) -> Bool {
    guard let arn = ARN(text), arn.service == "dynamodb" else { return false }
    let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "table" && parts[2] == "stream"
  }
}
