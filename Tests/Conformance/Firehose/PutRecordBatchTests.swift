import Protocols
import Support
import Testing

@testable import Firehose

/// Its limits are in DeliveryStreamOperationsTests.
@Suite struct PutRecordBatchTests {
  @Test func answersForEachRecord() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer = await house.wire(
      "PutRecordBatch", #"{"DeliveryStreamName":"d","Records":[{"Data":"YQ=="},{"Data":"Yg=="}]}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(#"{"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":""#),
      "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"DeliveryStreamName":"x","Records":[{"Data":"YQ=="}]}"#,
      "ResourceNotFoundException: Firehose x under account 000000000000 not found."
    ),
    (
      #"{"DeliveryStreamName":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'records' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DeliveryStreamName":"d","Records":[]}"#,
      "ValidationException: 1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("PutRecordBatch", request).refusal == words)
  }
}
