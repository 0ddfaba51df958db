import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct PutRecordTests {
  @Test func answersAnId() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer = await house.wire("PutRecord", #"{"DeliveryStreamName":"d","Record":{"Data":"YQ=="}}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"RecordId":""#), "\(answer.text)")
    #expect(answer.text.contains(#""Encrypted":false}"#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"DeliveryStreamName":"x","Record":{"Data":"YQ=="}}"#,
      "ResourceNotFoundException: Firehose x under account 000000000000 not found."
    ),
    (
      #"{"DeliveryStreamName":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'record' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DeliveryStreamName":"d","Record":{}}"#,
      "ValidationException: 1 validation error detected: Value null at 'record.data' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("PutRecord", request).refusal == words)
  }
}
