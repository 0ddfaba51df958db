import Protocols
import Runtime
import Support
import Testing

@testable import SNS

@Suite struct PublishTests {
  private static func attribute(_ type: String, _ text: String?, _ bytes: [UInt8]? = nil)
    -> Values<MessageAttributeValue>
  {
    .with {
      $0[MessageAttributeValue.dataType] = type
      $0[MessageAttributeValue.stringValue] = text
      $0[MessageAttributeValue.binaryValue] = bytes.map { Blob($0) }
    }
  }

  @Test func answersAnIdOfVersionFive() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let id = try await sns.publish(topic, "m")
    #expect(Array(id.utf8)[14] == UInt8(ascii: "5") && id.utf8.count == 36)
  }

  @Test(
    arguments: [
      ("", nil, nil, "Invalid parameter: Empty message"),
      ("m", "", nil, "Invalid parameter: Subject"),
      ("m", String(repeating: "a", count: 101), nil, "Invalid parameter: Subject"),
      ("m", String(repeating: "😀", count: 51), nil, "Invalid parameter: Subject"),
      ("m", "a\r\nBcc: x", nil, "Invalid parameter: Subject"),
      ("m", String(repeating: "界", count: 100), nil, nil),
      ("m", String(repeating: "😀", count: 50), nil, nil),
      ("{", nil, "json", "Invalid parameter: Message Structure - JSON message body failed to parse"),
      ("{}", nil, "json", "Invalid parameter: Message Structure - No default entry in JSON message body"),
      (
        #"{"default":[]}"#, nil, "json",
        "Invalid parameter: Message Structure - No default entry in JSON message body"
      ),
      (#"{"default":""}"#, nil, "json", nil),
      (String(repeating: "a", count: 262_144), nil, nil, nil),
      (String(repeating: "a", count: 262_145), nil, nil, "Invalid parameter: Message too long"),
    ] as [(String, String?, String?, String?)])
  func checksTheMessage(_ text: String, _ subject: String?, _ structure: String?, _ message: String?) async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let error = await sns.house.error(Publish.self) {
      $0[Publish.Input.topicARN] = topic
      $0[Publish.Input.message] = text
      $0[Publish.Input.subject] = subject
      $0[Publish.Input.messageStructure] = structure
    }
    #expect(error?.message == message)
  }

  @Test(arguments: [
    ("Number", "1e3", nil), ("Number", "007", nil), ("Number", "-3.141592653", nil),
    (
      "Number", "1e-100000",
      "Message attribute 'a' number value [1e-100000] scale must be 10^-128 and 10^126."
    ),
    ("Number", "twelve", "Could not cast message attribute 'a' value to number."),
    (
      "String", "",
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."
    ),
    (
      "Text", "x",
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, "
        + "Number, and String."
    ),
    ("String.mine", "界", nil),
    ("String", "😀", "Invalid parameter: Invalid attribute value was passed in for message attribute a"),
  ]) func checksAttributes(_ type: String, _ value: String, _ message: String?) async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let error = await sns.house.error(Publish.self) {
      $0[Publish.Input.topicARN] = topic
      $0[Publish.Input.message] = "m"
      $0[Publish.Input.messageAttributes] = ["a": PublishTests.attribute(type, value)]
    }
    #expect(error?.message == message)
  }

  @Test func needsOneTarget() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let none = await sns.house.error(Publish.self) { $0[Publish.Input.message] = "m" }
    #expect(
      none?.message == "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
    let answer = try await sns.house.call(Publish.self) {
      $0[Publish.Input.targetARN] = topic
      $0[Publish.Input.message] = "m"
    }
    #expect(answer[Publish.Output.messageID] != nil)
    let elsewhere = await sns.house.error(Publish.self, region: "eu-west-1") {
      $0[Publish.Input.topicARN] = topic
      $0[Publish.Input.message] = "m"
    }
    #expect(elsewhere?.message == "Invalid parameter: TopicArn")
  }

  @Test func functionsReceiveTheDocumentedEvent() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let function = "arn:aws:lambda:us-east-1:000000000000:function:f"
    let subscription = try await sns.subscribe(topic, "lambda", function)
    let answer = try await sns.house.call(Publish.self) {
      $0[Publish.Input.topicARN] = topic
      $0[Publish.Input.message] = #"{"default":"d","lambda":"é \"l\""}"#
      $0[Publish.Input.messageStructure] = "json"
      $0[Publish.Input.messageAttributes] = [
        "n": PublishTests.attribute("Number", "1e3"), "b": PublishTests.attribute("Binary", nil, [1, 2, 3]),
      ]
    }
    try await sns.functions.arrived.wait()
    let event = try #require(sns.functions.events.first)
    #expect(event.function == function)
    let record = try #require(try JSONValue.parse(event.payload)["Records"]?.array?.first)
    #expect(record["EventSource"]?.string == "aws:sns")
    #expect(record["EventVersion"]?.string == "1.0")
    #expect(record["EventSubscriptionArn"]?.string == subscription)
    let text = try #require(record["Sns"]?.object)
    #expect(
      text.members.map(\.key) == [
        "Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature",
        "SigningCertUrl", "UnsubscribeUrl", "MessageAttributes",
      ])
    #expect(text["MessageId"]?.string == answer[Publish.Output.messageID])
    #expect(text["Subject"] == JSONValue.null)
    #expect(text["Message"]?.string == "é \"l\"")
    #expect(text["MessageAttributes"]?["n"] == ["Type": "Number", "Value": "1e3"])
    #expect(text["MessageAttributes"]?["b"] == ["Type": "Binary", "Value": "AQID"])
    #expect(text["UnsubscribeUrl"]?.string?.hasSuffix("?Action=Unsubscribe&SubscriptionArn=\(subscription)") == true)
  }

  @Test func triesAFunctionAgainUntilItIsRefusedForGood() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    try await sns.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f")
    sns.functions.fail([
      AWSError("TooManyRequestsException", "Rate Exceeded.", status: 429), AWSError.internal("disk"),
      AWSError("ResourceNotFoundException", "Function not found", status: 404),
    ])
    try await sns.publish(topic, "dropped at the third try")
    for _ in 0..<3 { try await sns.functions.arrived.wait() }
    try await sns.publish(topic, "delivered")
    try await sns.functions.arrived.wait()
    let bodies = try sns.functions.events.map {
      try JSONValue.parse($0.payload)["Records"]?.array?[0]["Sns"]?["Message"]
    }
    #expect(bodies == [.string("delivered")])
  }

  @Test func deliversOnlyWhatTheFilterWants() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    try await sns.subscribe(
      topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f", ["FilterPolicy": #"{"kind":["hot"]}"#])
    for kind in ["cold", "hot"] {
      _ = try await sns.house.call(Publish.self) {
        $0[Publish.Input.topicARN] = topic
        $0[Publish.Input.message] = kind
        $0[Publish.Input.messageAttributes] = ["kind": PublishTests.attribute("String", kind)]
      }
    }
    try await sns.functions.arrived.wait()
    let bodies = try sns.functions.events.map {
      try JSONValue.parse($0.payload)["Records"]?.array?[0]["Sns"]?["Message"]
    }
    #expect(bodies == [.string("hot")])
  }

  @Test func whatFailsIsNotDelivered() async throws {
    let sns = try SNSHouse(sendsMail: true)
    let topic = try await sns.topic()
    try await sns.subscribe(topic, "email", "a@example.com")
    try await sns.mail.arrived.wait()
    // The mail was committed with the subscription, and the mark of its sending after it.
    while await sns.mailbox.first?.status != "sent" { await Task.yield() }
    #expect(sns.mail.sent.map(\.to) == ["a@example.com"])
  }
}
