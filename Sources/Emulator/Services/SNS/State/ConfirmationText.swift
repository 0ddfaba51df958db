import Protocols

/// The document that asks a program to confirm a subscription, yet to be signed; its layout is recorded from AWS.
struct ConfirmationText {
  var topic: TopicRecord
  var id: String
  var token: String
  var subscribeURL: String
  var time: Timestamp

  private var message: String {
    "You have chosen to subscribe to the topic \(topic.arn).\nTo confirm the subscription, visit the SubscribeURL "
      + "included in this message."
  }

  var document: UnsignedText {
    let type = "SubscriptionConfirmation"
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
