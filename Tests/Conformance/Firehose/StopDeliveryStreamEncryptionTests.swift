import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct StopDeliveryStreamEncryptionTests {
  @Test func isShown() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"},"ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer1 = await house.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains(#""Status":"ENABLED""#), "\(answer1.text)")
    let answer2 = await house.wire("StopDeliveryStreamEncryption", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "{}")
    let answer3 = await house.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains(#""DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"}"#), "\(answer3.text)")
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
    #expect(await house.wire("StopDeliveryStreamEncryption", request).refusal == words)
  }
}
