import Protocols
import Support
import Testing

@testable import SNS

@Suite struct TopicTests {
  @Test func createTopicTwiceGivesTheSame() async throws {
    let sns = try SNSHouse()
    let first = try await sns.topic("a", ["DisplayName": "Alerts"])
    #expect(first == "arn:aws:sns:us-east-1:000000000000:a")
    #expect(try await sns.topic("a") == first)
    #expect(try await sns.topic("a", ["DisplayName": "Alerts"]) == first)
    let error = await sns.house.error(CreateTopic.self) {
      $0[CreateTopic.Input.name] = "a"
      $0[CreateTopic.Input.attributes] = ["DisplayName": "Other"]
    }
    #expect(error?.code == "InvalidParameter")
    #expect(
      error?.message == "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
  }

  @Test(arguments: [
    ("a b", "Invalid parameter: Topic Name"), ("", "Invalid parameter: Topic Name"),
    ("é", "Invalid parameter: Topic Name"),
    ("a.fifo", "A FIFO topic (a.fifo) is not emulated."),
  ]) func createTopicRefusesNames(_ name: String, _ message: String) async throws {
    let sns = try SNSHouse()
    let error = await sns.house.error(CreateTopic.self) { $0[CreateTopic.Input.name] = name }
    #expect(error?.message == message)
  }

  @Test(arguments: [
    ("KmsMasterKeyId", "alias/x", "NotImplemented"), ("FifoTopic", "true", "NotImplemented"),
    ("FifoTopic", "FALSE", nil), ("FifoTopic", "maybe", "InvalidParameter"), ("Nonsense", "x", "InvalidParameter"),
    ("TracingConfig", "PassThrough", nil), ("LambdaFailureFeedbackRoleArn", "arn", "NotImplemented"),
    ("Policy", "{", "InvalidParameter"),
  ]) func setTopicAttributesTakesOnlyWhatActs(_ name: String, _ value: String, _ code: String?) async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let error = await sns.house.error(SetTopicAttributes.self) {
      $0[SetTopicAttributes.Input.topicARN] = topic
      $0[SetTopicAttributes.Input.attributeName] = name
      $0[SetTopicAttributes.Input.attributeValue] = value
    }
    #expect(error?.code == code)
  }

  @Test func getTopicAttributesTellsDefaultsAndCounts() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic("a", ["DisplayName": "Alerts"])
    try await sns.subscribe(topic, "email", "a@example.com")
    let function = try await sns.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f")
    try await sns.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:g")
    _ = try await sns.house.call(Unsubscribe.self) { $0[Unsubscribe.Input.subscriptionARN] = function }
    let answer = try await sns.house.call(GetTopicAttributes.self) { $0[GetTopicAttributes.Input.topicARN] = topic }
    let all = try #require(answer[GetTopicAttributes.Output.attributes])
    #expect(all["Owner"] == "000000000000")
    #expect(all["DisplayName"] == "Alerts")
    #expect(all["SubscriptionsPending"] == "1")
    #expect(all["SubscriptionsConfirmed"] == "1")
    #expect(all["SubscriptionsDeleted"] == "1")
    let policy = try JSONValue.parse(try #require(all["Policy"]))
    #expect(policy["Statement"]?.array?[0]["Resource"]?.string == topic)
  }

  @Test func aTopicThatIsNotThere() async throws {
    let sns = try SNSHouse()
    let error = await sns.house.error(GetTopicAttributes.self) {
      $0[GetTopicAttributes.Input.topicARN] = "arn:aws:sns:us-east-1:000000000000:none"
    }
    #expect(error?.code == "NotFound" && error?.status == 404)
    #expect(error?.message == "Topic does not exist")
    let short = await sns.house.error(GetTopicAttributes.self) { $0[GetTopicAttributes.Input.topicARN] = "none" }
    #expect(
      short?.message == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1")
  }

  @Test func listTopicsPagesByTheHundred() async throws {
    let sns = try SNSHouse()
    for index in 0..<205 { _ = try await sns.topic("t\(1000 + index)") }
    _ = try await sns.house.call(CreateTopic.self, region: "eu-west-1") { $0[CreateTopic.Input.name] = "elsewhere" }
    var token: String?
    var seen: [String] = []
    var pages = 0
    repeat {
      let answer = try await sns.house.call(ListTopics.self) { [token] in $0[ListTopics.Input.nextToken] = token }
      seen += try #require(answer[ListTopics.Output.topics]).compactMap { $0[ListTopics.Topic.topicARN] }
      token = answer[ListTopics.Output.nextToken]
      pages += 1
    } while token != nil
    #expect(pages == 3)
    #expect(seen.count == 205 && Set(seen).count == 205)
    let error = await sns.house.error(ListTopics.self) { $0[ListTopics.Input.nextToken] = "AAAA" }
    #expect(error?.code == "InvalidParameter")
  }

  @Test func deleteTopicEndsItsSubscriptions() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let function = try await sns.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f")
    try await sns.subscribe(topic, "email", "a@example.com")
    let token = try SNSHouse.token(in: try #require(await sns.mailbox.first))
    for _ in 0..<2 { _ = try await sns.house.call(DeleteTopic.self) { $0[DeleteTopic.Input.topicARN] = topic } }
    let gone = await sns.house.error(GetSubscriptionAttributes.self) {
      $0[GetSubscriptionAttributes.Input.subscriptionARN] = function
    }
    #expect(gone?.message == "Subscription does not exist")
    // Pending ones outlive their topic, and their tokens are void even when it is made again.
    let listed = try await sns.house.call(ListSubscriptions.self)
    #expect(
      listed[ListSubscriptions.Output.subscriptions]?.map { $0[Subscription.subscriptionARN] }
        == ["PendingConfirmation"])
    for message in ["Topic does not exist", "Invalid parameter: Token"] {
      let error = await sns.house.error(ConfirmSubscription.self) {
        $0[ConfirmSubscription.Input.topicARN] = topic
        $0[ConfirmSubscription.Input.token] = token
      }
      #expect(error?.message == message)
      _ = try await sns.topic()
    }
  }

  @Test func addPermissionAndRemovePermissionEditThePolicy() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let add: (inout Values<AddPermission.Input>) -> Void = {
      $0[AddPermission.Input.topicARN] = topic
      $0[AddPermission.Input.label] = "friends"
      $0[AddPermission.Input.awsAccountID] = ["111122223333"]
      $0[AddPermission.Input.actionName] = ["Publish"]
    }
    _ = try await sns.house.call(AddPermission.self, add)
    #expect(await sns.house.error(AddPermission.self, add)?.message == "Invalid parameter: Statement already exists")
    func policy() async throws -> JSONValue {
      let answer = try await sns.house.call(GetTopicAttributes.self) { $0[GetTopicAttributes.Input.topicARN] = topic }
      return try JSONValue.parse(try #require(answer[GetTopicAttributes.Output.attributes]?["Policy"]))
    }
    let statement = try #require(try await policy()["Statement"]?.array?.last)
    #expect(statement["Sid"]?.string == "friends")
    #expect(statement["Principal"]?["AWS"]?.string == "arn:aws:iam::111122223333:root")
    #expect(statement["Action"]?.string == "SNS:Publish")
    _ = try await sns.house.call(RemovePermission.self) {
      $0[RemovePermission.Input.topicARN] = topic
      $0[RemovePermission.Input.label] = "friends"
    }
    #expect(try await policy()["Statement"]?.array?.count == 1)
  }

  @Test func tagResourceUntagResourceListTagsForResource() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    func tag(_ name: String, _ value: String) -> Values<SNS.Tag> {
      .with {
        $0[SNS.Tag.key] = name
        $0[SNS.Tag.value] = value
      }
    }
    _ = try await sns.house.call(TagResource.self) {
      $0[TagResource.Input.resourceARN] = topic
      $0[TagResource.Input.tags] = [tag("a", "1"), tag("b", "2")]
    }
    _ = try await sns.house.call(UntagResource.self) {
      $0[UntagResource.Input.resourceARN] = topic
      $0[UntagResource.Input.tagKeys] = ["a", "z"]
    }
    let answer = try await sns.house.call(ListTagsForResource.self) {
      $0[ListTagsForResource.Input.resourceARN] = topic
    }
    #expect(answer[ListTagsForResource.Output.tags]?.map { $0[SNS.Tag.key] } == ["b"])
    let many = await sns.house.error(TagResource.self) {
      $0[TagResource.Input.resourceARN] = topic
      $0[TagResource.Input.tags] = (0..<50).map { tag("k\($0)", "") }
    }
    #expect(many?.code == "TagLimitExceeded")
    let missing = await sns.house.error(ListTagsForResource.self) {
      $0[ListTagsForResource.Input.resourceARN] = topic + "x"
    }
    #expect(missing?.code == "ResourceNotFound" && missing?.status == 404)
  }
}
