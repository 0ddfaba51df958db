import Protocols
import Support
import Testing

@testable import SNS

@Suite struct RemovePermissionTests {
  @Test func theStatementIsGone() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "AddPermission",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=l&AWSAccountId.member.1=111122223333&ActionName.member.1=Publish"
    )
    let answer2 = await house.wire("RemovePermission", "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=l")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<RemovePermissionResponse"), "\(answer2.text)")
    let answer3 = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("111122223333"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("TopicArn=arn:aws:sns:us-east-1:000000000000:none&Label=l", "NotFound: Topic does not exist"),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t",
      "ValidationError: 1 validation error detected: Value null at 'label' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("RemovePermission", request).refusal == words)
  }
}
