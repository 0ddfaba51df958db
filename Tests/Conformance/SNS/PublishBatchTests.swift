import Protocols
import Support
import Testing

@testable import SNS

/// Faults and limits are in PublishTests.
@Suite struct PublishBatchTests {
  @Test func eachEntryHasItsAnswer() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer = await house.wire(
      "PublishBatch",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&PublishBatchRequestEntries.member.1.Id=a&PublishBatchRequestEntries.member.1.Message=m&PublishBatchRequestEntries.member.2.Id=b&PublishBatchRequestEntries.member.2.Message=m&PublishBatchRequestEntries.member.2.Subject="
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<Successful><member><Id>a</Id><MessageId>"), "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Failed><member><Id>b</Id><Code>InvalidParameter</Code><Message>Invalid parameter: Subject</Message><SenderFault>true</SenderFault></member></Failed>"
      ), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&PublishBatchRequestEntries.member.1.Id=a b&PublishBatchRequestEntries.member.1.Message=m",
      "InvalidBatchEntryId: The Id of a batch entry in a batch request doesn't abide by the specification."
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&PublishBatchRequestEntries.member.1.Id=a&PublishBatchRequestEntries.member.1.Message=m&PublishBatchRequestEntries.member.2.Id=a&PublishBatchRequestEntries.member.2.Message=m",
      "BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id."
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:none&PublishBatchRequestEntries.member.1.Id=a&PublishBatchRequestEntries.member.1.Message=m",
      "NotFound: Topic does not exist"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    #expect(await house.wire("PublishBatch", request).refusal == words)
  }
}
