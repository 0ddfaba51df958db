import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct StartDeliveryStreamEncryptionTests {
  @Test func isShownAndSaidOfRecords() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer1 = await house.wire("StartDeliveryStreamEncryption", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains(#""DeliveryStreamEncryptionConfiguration":{"KeyType":"AWS_OWNED_CMK","Status":"ENABLED"}"#),
      "\(answer2.text)")
    let answer3 = await house.wire("PutRecord", #"{"DeliveryStreamName":"d","Record":{"Data":"YQ=="}}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains(#""Encrypted":true"#), "\(answer3.text)")
  }

  @Test func aKeyOfOnesOwnIsShown() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    let answer1 = await house.wire(
      "StartDeliveryStreamEncryption",
      #"{"DeliveryStreamName":"d","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:000000000000:key/k"}}"#
    )
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains(
        #"{"KeyARN":"arn:aws:kms:us-east-1:000000000000:key/k","KeyType":"CUSTOMER_MANAGED_CMK","Status":"ENABLED"}"#),
      "\(answer2.text)")
  }

  @Test(arguments: [
    (#"{"DeliveryStreamName":"x"}"#, "ResourceNotFoundException: Firehose x under account 000000000000 not found."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'deliveryStreamName' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DeliveryStreamName":"d","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"}}"#,
      "InvalidArgumentException: KeyARN must be specified when KeyType is CUSTOMER_MANAGED_CMK."
    ),
    (
      #"{"DeliveryStreamName":"d","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"MINE"}}"#,
      "ValidationException: 1 validation error detected: Value 'MINE' at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to satisfy constraint: Member must satisfy enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    #expect(await house.wire("StartDeliveryStreamEncryption", request).refusal == words)
  }
}
