import Protocols
import Runtime
import Testing

@testable import Lambda

@Suite struct FailureRecordTests {
  /// Recorded from AWS (lambda/kinesis_destination.json).
  @Test func isWrittenAsAWSDoes() {
    let record = SourceRecord(
      body: .kinesis(
        StreamRecord(
          sequenceNumber: "496", partitionKey: "k", data: [], arrival: Timestamp(milliseconds: 1_789_808_666_670))))
    var failure = FailureRecord(
      requestID: "id", functionARN: "arn:f", cause: .retriesExhausted, invokeCount: 1, functionError: nil,
      executedVersion: "1", time: Timestamp(milliseconds: 1_789_809_112_059), batchKind: "KinesisBatchInfo",
      shard: "shardId-000000000000", streamARN: "arn:s", batch: (record, record, 1))
    #expect(
      String(decoding: failure.json, as: UTF8.self)
        == #"{"requestContext":{"requestId":"id","functionArn":"arn:f","condition":"RetryAttemptsExhausted","#
        + #""approximateInvokeCount":1},"responseContext":{"statusCode":200,"executedVersion":"1","functionError":null},"#
        + #""version":"1.0","timestamp":"2026-09-19T09:11:52.059Z","KinesisBatchInfo":{"shardId":"shardId-000000000000","#
        + #""startSequenceNumber":"496","endSequenceNumber":"496","#
        + #""approximateArrivalOfFirstRecord":"2026-09-19T09:04:26.670Z","#
        + #""approximateArrivalOfLastRecord":"2026-09-19T09:04:26.670Z","batchSize":1,"streamArn":"arn:s"}}"#)
    #expect(
      failure.objectKey(mapping: "m", id: "u")
        == "aws/lambda/m/shardId-000000000000/2026/09/19/2026-09-19T09.11.52-u")
    failure.payload = Array(#"{"Records":[]}"#.utf8)
    #expect(
      String(decoding: failure.json, as: UTF8.self).contains(
        #""version":"1.0","payload":"{\"Records\":[]}","timestamp""#))
  }

  @Test func destinations() throws {
    #expect(
      try FailureDestination("arn:aws:sns:us-east-1:000000000000:t")
        == .topic(arn: "arn:aws:sns:us-east-1:000000000000:t"))
    #expect(try FailureDestination("arn:aws:s3:::b") == .bucket(name: "b"))
    for text in ["x", "arn:aws:s3:::b/*", "arn:aws:sns:us-east-1:000000000000:t.fifo", "arn:aws:kinesis:us-east-1:0:x"]
    {
      #expect(throws: AWSError.self) { try FailureDestination(text) }
    }
  }
}
