import Protocols
import Support
import Testing

@testable import Firehose

/// How it pages is in DeliveryStreamOperationsTests.
@Suite struct ListDeliveryStreamsTests {
  @Test func onlyThoseOfTheType() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer1 = await house.wire("ListDeliveryStreams", #"{"DeliveryStreamType":"DirectPut"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == #"{"DeliveryStreamNames":["d"],"HasMoreDeliveryStreams":false}"#)
    let answer2 = await house.wire("ListDeliveryStreams", #"{"DeliveryStreamType":"KinesisStreamAsSource"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false}"#)
  }

  @Test(arguments: [
    (
      #"{"Limit":0}"#,
      "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("ListDeliveryStreams", request).refusal == words)
  }
}
