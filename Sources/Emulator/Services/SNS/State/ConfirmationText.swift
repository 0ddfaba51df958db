import Protocols

/// The document that asks a program to confirm a subscription, or tells it that its subscription has ended; yet to be
/// signed. Its layout is recorded from AWS.
struct ConfirmationText {
  var topic: TopicRecord
  /// The subscription that has ended; nil for one that is to be confirmed.
  var endedARN: String?
  var id: String
  var token: String
  var subscribeURL: String
  var time: Timestamp

  var type: String { endedARN == nil ? "SubscriptionConfirmation" : "UnsubscribeConfirmation" }

  private var message: String {
    if let endedARN {
      return "You have chosen to deactivate subscription \(endedARN).\nTo cancel this operation and restore the "
        + "subscription, visit the SubscribeURL included in this message."
    }
    return "You have chosen to subscribe to the topic \(topic.arn).\nTo confirm the subscription, visit the "
      + "SubscribeURL included in this message."
  }

  var document: UnsignedText {
    let type = self.type
    let version = SignatureVersion(of: topic)
    let timestamp = time.iso8601(.milliseconds)
    let lines = [
      line("Type", type), line("MessageId", id), line("Token", token), line("TopicArn", topic.arn),
      line("Message", message), line("SubscribeURL", subscribeURL), line("Timestamp", timestamp),
      line("SignatureVersion", version.rawValue), UnsignedText.signatureLine, UnsignedText.certificateLine,
    ]
    let signed = SignatureVersion.text([
      ("Message", message), ("MessageId", id), ("SubscribeURL", subscribeURL), ("Timestamp", timestamp),
      ("Token", token), ("TopicArn", topic.arn), ("Type", type),
    ])
    return UnsignedText("{\n\(lines.joined(separator: ",\n"))\n}", signed: signed, version)
  }

  private func line(_ key: String, _ value: String) -> String { "  \"\(key)\" : \(JSONValue.string(value).text)" }
}
