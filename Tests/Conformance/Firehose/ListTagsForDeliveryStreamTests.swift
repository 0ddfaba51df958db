import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct ListTagsForDeliveryStreamTests {
  @Test func inTheOrderOfTheirKeys() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    await house.given("TagDeliveryStream", #"{"DeliveryStreamName":"d","Tags":[{"Key":"b","Value":"2"},{"Key":"a"}]}"#)
    let answer2 = await house.wire("ListTagsForDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"Tags":[{"Key":"a"},{"Key":"b","Value":"2"}],"HasMoreTags":false}"#)
    let answer3 = await house.wire("ListTagsForDeliveryStream", #"{"DeliveryStreamName":"d","Limit":1}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == #"{"Tags":[{"Key":"a"}],"HasMoreTags":true}"#)
    let answer4 = await house.wire(
      "ListTagsForDeliveryStream", #"{"DeliveryStreamName":"d","ExclusiveStartTagKey":"a"}"#)
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text == #"{"Tags":[{"Key":"b","Value":"2"}],"HasMoreTags":false}"#)
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
    #expect(await house.wire("ListTagsForDeliveryStream", request).refusal == words)
  }
}
