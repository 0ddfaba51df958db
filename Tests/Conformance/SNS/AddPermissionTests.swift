import Protocols
import Support
import Testing

@testable import SNS

@Suite struct AddPermissionTests {
  @Test func addsAStatement() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer1 = await house.wire(
      "AddPermission",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=l&AWSAccountId.member.1=111122223333&ActionName.member.1=Publish"
    )
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(
      answer1.text.contains(
        #"<AddPermissionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ResponseMetadata>"#),
      "\(answer1.text)")
    let answer2 = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#""Sid":"l""#), "\(answer2.text)")
    #expect(answer2.text.contains("arn:aws:iam::111122223333:root"), "\(answer2.text)")
  }

  @Test(arguments: [
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=l&AWSAccountId.member.1=111122223333&ActionName.member.1=Publish",
      "InvalidParameter: Invalid parameter: Statement already exists"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=m&AWSAccountId.member.1=111122223333&ActionName.member.1=Fly",
      "InvalidParameter: Invalid parameter: Policy statement action out of service scope!"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:none&Label=l&AWSAccountId.member.1=111122223333&ActionName.member.1=Publish",
      "NotFound: Topic does not exist"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "AddPermission",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Label=l&AWSAccountId.member.1=111122223333&ActionName.member.1=Publish"
    )
    #expect(await house.wire("AddPermission", request).refusal == words)
  }
}
