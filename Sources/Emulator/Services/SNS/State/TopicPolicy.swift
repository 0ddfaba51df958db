import Protocols

/// The access policy of a topic: a JSON object with statements. It is kept and answered; it decides nothing while
/// authorisation is off.
struct TopicPolicy {
  private(set) var json: JSONObject

  private static let actions = [
    "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
    "ListSubscriptionsByTopic", "Publish",
  ]

  init(_ text: String) throws(AWSError) {
    do {
      guard let object = try JSONValue.parse(text).object else {
        throw AWSError.invalidParameter("Policy Error: null")
      }
      json = object
    } catch let error as AWSError { throw error } catch {
      throw AWSError.invalidParameter("Policy Error: null")
    }
    guard json["Statement"] != nil else {
      throw AWSError.invalidParameter("Policy Error: PrincipalNotFound")
    }
  }

  private init(_ json: JSONObject) { self.json = json }

  /// What a topic has that was given none: its owner may do everything.
  static func standard(_ topic: TopicRecord) -> TopicPolicy {
    let statement: JSONValue = [
      "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
      "Action": .array(actions.map { .string("SNS:\($0)") }), "Resource": .string(topic.arn),
      "Condition": ["StringEquals": ["AWS:SourceOwner": .string(topic.account)]],
    ]
    return TopicPolicy(
      JSONObject([
        .init(key: "Version", value: "2008-10-17"), .init(key: "Id", value: "__default_policy_ID"),
        .init(key: "Statement", value: [statement]),
      ]))
  }

  var text: String { JSONValue.object(json).text }

  private var statements: [JSONValue] {
    guard let all = json["Statement"] else { return [] }
    return all.array ?? [all]
  }

  /// Allows the accounts those actions, as AddPermission does.
  mutating func allow(
    _ label: String, accounts: [String], actions: [String], on topicARN: String
  ) throws(AWSError) {
    if statements.contains(where: { $0["Sid"]?.string == label }) {
      throw AWSError.invalidParameter("Statement already exists")
    }
    for action in actions where !TopicPolicy.actions.contains(action) && action != "*" {
      throw AWSError.invalidParameter("Policy statement action out of service scope!")
    }
    let principals: [JSONValue] = accounts.map { .string("arn:aws:iam::\($0):root") }
    let names: [JSONValue] = actions.map { .string("SNS:\($0)") }
    let statement: JSONValue = [
      "Sid": .string(label), "Effect": "Allow",
      "Principal": ["AWS": principals.count == 1 ? principals[0] : .array(principals)],
      "Action": names.count == 1 ? names[0] : .array(names), "Resource": .string(topicARN),
    ]
    json["Statement"] = .array(statements + [statement])
  }

  /// Takes the statement of that label away; false when there is none.
  mutating func remove(_ label: String) -> Bool {
    let kept = statements.filter { $0["Sid"]?.string != label }
    if kept.count == statements.count { return false }
    json["Statement"] = .array(kept)
    return true
  }
}
