import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct DescribeDeliveryStreamTests {
  @Test func tellsDefaults() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer = await house.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        #"{"DeliveryStreamDescription":{"DeliveryStreamName":"d","DeliveryStreamARN":"arn:aws:firehose:us-east-1:000000000000:deliverystream/d","DeliveryStreamStatus":"ACTIVE""#
      ), "\(answer.text)")
    #expect(answer.text.contains(#""DeliveryStreamType":"DirectPut","VersionId":"1""#), "\(answer.text)")
    #expect(answer.text.contains(#""DestinationId":"destinationId-000000000001""#), "\(answer.text)")
    #expect(answer.text.contains(#""BufferingHints":{"SizeInMBs":5,"IntervalInSeconds":300}"#), "\(answer.text)")
    #expect(answer.text.contains(#""CompressionFormat":"UNCOMPRESSED""#), "\(answer.text)")
    #expect(answer.text.contains(#""HasMoreDestinations":false"#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"DeliveryStreamName":"x"}"#, "ResourceNotFoundException: Firehose x under account 000000000000 not found."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'deliveryStreamName' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DeliveryStreamName":"a b"}"#,
      "ValidationException: 1 validation error detected: Value 'a b' at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("DescribeDeliveryStream", request).refusal == words)
  }
}
