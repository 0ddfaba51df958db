import Protocols

/// A message as subscribers' programs receive it: the event of a Lambda function, and the JSON document of `email-json`.
struct NotificationText {
  var message: PublishedMessage
  var topicARN: String
  var subscriptionARN: String
  var region: String
  /// The link that ends the subscription.
  var unsubscribeURL: String
  var body: String

  /// Where AWS keeps the certificate of that region's signatures.
  private var signingCertURL: String {
    let name = SHA256.hash("SimpleNotificationService \(region)").prefix(16)
    return "https://sns.\(region).amazonaws.com/SimpleNotificationService-\(Hex.encode(Array(name))).pem"
  }

  /// 256 bytes in base64, as long as AWS's. No certificate is served that would verify it: it is the same for the same
  /// message, and that is all it says.
  private var signature: String {
    let text = "\(body)\n\(message.id)\n\(message.subject ?? "")\n\(message.time.milliseconds)\n\(topicARN)"
    var bytes: [UInt8] = []
    for part in 0..<8 { bytes += SHA256.hash("\(part)\n\(text)") }
    return Base64.encode(bytes)
  }

  /// What a function receives (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html).
  var lambdaEvent: [UInt8] {
    var writer = JSONWriter(reserving: body.utf8.count + 1500)
    writer.beginObject()
    writer.key("Records")
    writer.beginArray()
    writer.beginObject()
    member("EventSource", "aws:sns", &writer)
    member("EventVersion", "1.0", &writer)
    member("EventSubscriptionArn", subscriptionARN, &writer)
    writer.key("Sns")
    writer.beginObject()
    member("Type", "Notification", &writer)
    member("MessageId", message.id, &writer)
    member("TopicArn", topicARN, &writer)
    writer.key("Subject")
    if let subject = message.subject { writer.string(subject) } else { writer.null() }
    member("Message", body, &writer)
    member("Timestamp", message.time.iso8601(.milliseconds), &writer)
    member("SignatureVersion", "1", &writer)
    member("Signature", signature, &writer)
    member("SigningCertUrl", signingCertURL, &writer)
    member("UnsubscribeUrl", unsubscribeURL, &writer)
    writer.key("MessageAttributes")
    writer.beginObject()
    for attribute in message.attributes {
      writer.key(attribute.name)
      write(attribute, &writer)
    }
    writer.endObject()
    writer.endObject()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private func member(_ key: String, _ value: String, _ writer: inout JSONWriter) {
    writer.key(key)
    writer.string(value)
  }

  private func write(_ attribute: PublishedMessage.Attribute, _ writer: inout JSONWriter) {
    writer.beginObject()
    member("Type", attribute.type, &writer)
    member("Value", attribute.value, &writer)
    writer.endObject()
  }

  /// The document, in the layout recorded from AWS: indented by two, compact objects inside `MessageAttributes`, no line
  /// end behind it.
  var document: String {
    var lines = [
      line("Type", "Notification"), line("MessageId", message.id), line("TopicArn", topicARN),
    ]
    if let subject = message.subject { lines.append(line("Subject", subject)) }
    lines += [
      line("Message", body), line("Timestamp", message.time.iso8601(.milliseconds)), line("SignatureVersion", "1"),
      line("Signature", signature), line("SigningCertURL", signingCertURL), line("UnsubscribeURL", unsubscribeURL),
    ]
    if !message.attributes.isEmpty {
      let inner = message.attributes.map { attribute in
        var writer = JSONWriter()
        write(attribute, &writer)
        return "    \(JSONValue.string(attribute.name).text) : \(String(decoding: writer.bytes, as: UTF8.self))"
      }
      lines.append("  \"MessageAttributes\" : {\n\(inner.joined(separator: ",\n"))\n  }")
    }
    return "{\n\(lines.joined(separator: ",\n"))\n}"
  }

  private func line(_ key: String, _ value: String) -> String { "  \"\(key)\" : \(JSONValue.string(value).text)" }
}
