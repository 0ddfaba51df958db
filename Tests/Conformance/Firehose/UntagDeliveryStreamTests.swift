import Protocols
import Support
import Testing

@testable import Firehose

@Suite struct UntagDeliveryStreamTests {
  @Test func leavesTheOthers() async throws {
    let house = try await FirehoseHouse()
    await house.given(
      "CreateDeliveryStream",
      #"{"DeliveryStreamName":"d","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/r","BucketARN":"arn:aws:s3:::lake"}}"#
    )
    await house.given("TagDeliveryStream", #"{"DeliveryStreamName":"d","Tags":[{"Key":"a"},{"Key":"b"}]}"#)
    let answer2 = await house.wire("UntagDeliveryStream", #"{"DeliveryStreamName":"d","TagKeys":["a","z"]}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "{}")
    let answer3 = await house.wire("ListTagsForDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == #"{"Tags":[{"Key":"b"}],"HasMoreTags":false}"#)
  }

  @Test(arguments: [
    (
      #"{"DeliveryStreamName":"x","TagKeys":["a"]}"#,
      "ResourceNotFoundException: Firehose x under account 000000000000 not found."
    ),
    (
      #"{"DeliveryStreamName":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try await FirehoseHouse()
    #expect(await house.wire("UntagDeliveryStream", request).refusal == words)
  }
}
