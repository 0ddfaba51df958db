package import Protocols
import Runtime

/// Takes a message for every subscriber of a topic. What they receive is committed with it and delivered after.
/// Order of the checks: the topic's name, the message, the topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
package enum Publish: AWSOperation {
  package enum Input: StructureShape {
    package static let topicARN = Member<String>("TopicArn")
    package static let targetARN = Member<String>("TargetArn")
    package static let phoneNumber = Member<String>("PhoneNumber", .notEmulated)
    package static let message = Required<String>("Message")
    package static let subject = Member<String>("Subject")
    package static let messageStructure = Member<String>("MessageStructure")
    package static let messageAttributes = Member<[String: Values<MessageAttributeValue>]>(
      "MessageAttributes", .keys([.xmlName("Name")]), .mapped([.xmlName("Value")]))
    package static let messageDeduplicationID = Member<String>("MessageDeduplicationId")
    package static let messageGroupID = Member<String>("MessageGroupId", .notEmulated)
    package static let shape = structure(
      "PublishInput", topicARN, targetARN, phoneNumber, message, subject, messageStructure, messageAttributes,
      messageDeduplicationID, messageGroupID)
  }
  package enum Output: StructureShape {
    package static let messageID = Member<String>("MessageId")
    package static let sequenceNumber = Member<String>("SequenceNumber")
    package static let shape = structure("PublishResponse", messageID, sequenceNumber)
  }

  package static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn: String
    let parameter: String
    switch (input[Input.topicARN], input[Input.targetARN]) {
    case (let topic?, nil):
      arn = topic
      parameter = "TopicArn"
    case (nil, let target?):
      arn = target
      parameter = "TargetArn"
    default:
      throw AWSError.invalidParameter("TopicArn or TargetArn Reason: no value for required parameter")
    }
    if parameter == "TargetArn", arn.utf8.contains(UInt8(ascii: "/")) {
      throw AWSError.notEmulated("Publishing to an endpoint of a platform application")
    }
    if input.has(Input.messageDeduplicationID) {
      throw AWSError.invalidParameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for "
          + "this topic type")
    }
    let message = try PublishedMessage(
      id: service.ids.uuid(version: 5), time: request.now, message: input[Input.message],
      subject: input[Input.subject], structure: input[Input.messageStructure],
      attributes: input[Input.messageAttributes] ?? [:])
    let topic = try TopicRecord.find(arn, parameter: parameter, request, service)
    try service.deliver(message, to: topic)
    return .now(.with { $0[Output.messageID] = message.id })
  }
}
