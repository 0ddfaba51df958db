import Protocols
import Runtime
import Support
import Testing

@testable import SNS

@Suite struct PublishBatchTests {
  private static func entry(_ id: String, _ message: String, subject: String? = nil)
    -> Values<PublishBatch.PublishBatchRequestEntry>
  {
    .with {
      $0[PublishBatch.PublishBatchRequestEntry.id] = id
      $0[PublishBatch.PublishBatchRequestEntry.message] = message
      $0[PublishBatch.PublishBatchRequestEntry.subject] = subject
    }
  }

  private func send(
    _ sns: SNSHouse, _ entries: [Values<PublishBatch.PublishBatchRequestEntry>]
  ) async throws -> (Values<PublishBatch.Output>?, AWSError?) {
    let topic = try await sns.topic()
    do throws(AWSError) {
      return (
        try await sns.house.call(PublishBatch.self) {
          $0[PublishBatch.Input.topicARN] = topic
          $0[PublishBatch.Input.publishBatchRequestEntries] = entries
        }, nil
      )
    } catch {
      return (nil, error)
    }
  }

  @Test func faultyMessagesFailAlone() async throws {
    let sns = try SNSHouse()
    let entries = [
      PublishBatchTests.entry("a", "m"), PublishBatchTests.entry("b", ""),
      PublishBatchTests.entry("c", "m", subject: ""),
    ]
    let answer = try #require(try await send(sns, entries).0)
    #expect(
      answer[PublishBatch.Output.successful]?.map { $0[PublishBatch.PublishBatchResultEntry.id] } == ["a"])
    let failed = try #require(answer[PublishBatch.Output.failed])
    #expect(
      failed.map { $0[PublishBatch.BatchResultErrorEntry.message] } == [
        "Invalid parameter: Empty message", "Invalid parameter: Subject",
      ])
    #expect(failed.allSatisfy { $0[PublishBatch.BatchResultErrorEntry.senderFault] })
  }

  @Test func aFaultyAttributeRefusesAll() async throws {
    let sns = try SNSHouse()
    var bad = PublishBatchTests.entry("b", "m")
    bad[PublishBatch.PublishBatchRequestEntry.messageAttributes] = [
      "a": .with {
        $0[MessageAttributeValue.dataType] = "String"
        $0[MessageAttributeValue.stringValue] = "😀"
      }
    ]
    #expect(try await send(sns, [PublishBatchTests.entry("a", "m"), bad]).1?.code == "InvalidParameter")
  }

  @Test func checksTheBatch() async throws {
    let sns = try SNSHouse()
    #expect(try await send(sns, []).1?.code == "EmptyBatchRequest")
    let eleven = (0..<11).map { PublishBatchTests.entry("\($0)", "m") }
    #expect(try await send(sns, eleven).1?.code == "TooManyEntriesInBatchRequest")
    let twins = [PublishBatchTests.entry("a", "m"), PublishBatchTests.entry("a", "m")]
    #expect(try await send(sns, twins).1?.code == "BatchEntryIdsNotDistinct")
    #expect(try await send(sns, [PublishBatchTests.entry("a b", "m")]).1?.code == "InvalidBatchEntryId")
    let half = String(repeating: "a", count: 140_000)
    let long = [PublishBatchTests.entry("a", half), PublishBatchTests.entry("b", half)]
    #expect(try await send(sns, long).1?.code == "BatchRequestTooLong")
  }

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
