import Protocols
import Support
import Testing

@testable import Firehose

/// What becomes of its buffer is in DeliveryStreamOperationsTests.
@Suite struct DeleteDeliveryStreamTests {
  @Test func theStreamIsGone() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer1 = await house.wire("DeleteDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("ListDeliveryStreams", "{}")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false}"#)
  }

  @Test(arguments: [
    (#"{"DeliveryStreamName":"x"}"#, "ResourceNotFoundException: Firehose x under account 000000000000 not found."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'deliveryStreamName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("DeleteDeliveryStream", request).refusal == words)
  }
}
