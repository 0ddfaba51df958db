import Protocols
import Support
import Testing

@testable import SNS

/// Which attributes act is in TopicTests.
@Suite struct SetTopicAttributesTests {
  @Test func theNameIsShown() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer1 = await house.wire(
      "SetTopicAttributes",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&AttributeName=DisplayName&AttributeValue=Alerts")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<SetTopicAttributesResponse"), "\(answer1.text)")
    let answer2 = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<key>DisplayName</key><value>Alerts</value>"), "\(answer2.text)")
  }

  @Test func theSignatureVersionIsShownOnceItIsSet() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer1 = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(!answer1.text.contains("SignatureVersion"), "\(answer1.text)")
    let answer2 = await house.wire(
      "SetTopicAttributes",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&AttributeName=SignatureVersion&AttributeValue=2")
    #expect(answer2.status == 200, "\(answer2.text)")
    let answer3 = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<key>SignatureVersion</key><value>2</value>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&AttributeName=SignatureVersion&AttributeValue=3",
      "InvalidParameter: Invalid parameter: SignatureVersion"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&AttributeName=Nothing&AttributeValue=x",
      "InvalidParameter: Invalid parameter: AttributeName"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:none&AttributeName=DisplayName&AttributeValue=x",
      "NotFound: Topic does not exist"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t",
      "ValidationError: 1 validation error detected: Value null at 'attributeName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    #expect(await house.wire("SetTopicAttributes", request).refusal == words)
  }
}
