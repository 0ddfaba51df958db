import Protocols

/// A message as subscribers' programs receive it: the event of a Lambda function, and the JSON document of `email-json`,
/// both yet to be signed.
struct NotificationText {
  var message: PublishedMessage
  var topicARN: String
  var subscriptionARN: String
  /// The link that ends the subscription.
  var unsubscribeURL: String
  var body: String
  var signatureVersion: SignatureVersion

  /// What is signed: the same for all subscriptions that receive the same text.
  private var signed: String {
    SignatureVersion.text([
      ("Message", body), ("MessageId", message.id), ("Subject", message.subject),
      ("Timestamp", message.time.iso8601(.milliseconds)), ("TopicArn", topicARN), ("Type", "Notification"),
    ])
  }

  /// What a function receives (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html).
  var lambdaEvent: UnsignedText {
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
    member("SignatureVersion", signatureVersion.rawValue, &writer)
    member("Signature", "", &writer)
    let signature = writer.bytes.count - 1
    member("SigningCertUrl", "", &writer)
    let certificate = writer.bytes.count - 1
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
    return UnsignedText(writer.bytes, signature: signature, certificate: certificate, signed: signed, signatureVersion)
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
  var document: UnsignedText {
    var lines = [
      line("Type", "Notification"), line("MessageId", message.id), line("TopicArn", topicARN),
    ]
    if let subject = message.subject { lines.append(line("Subject", subject)) }
    lines += [
      line("Message", body), line("Timestamp", message.time.iso8601(.milliseconds)),
      line("SignatureVersion", signatureVersion.rawValue), UnsignedText.signatureLine, UnsignedText.certificateLine,
      line("UnsubscribeURL", unsubscribeURL),
    ]
    if !message.attributes.isEmpty {
      let inner = message.attributes.map { attribute in
        var writer = JSONWriter()
        write(attribute, &writer)
        return "    \(JSONValue.string(attribute.name).text) : \(String(decoding: writer.bytes, as: UTF8.self))"
      }
      lines.append("  \"MessageAttributes\" : {\n\(inner.joined(separator: ",\n"))\n  }")
    }
    return UnsignedText("{\n\(lines.joined(separator: ",\n"))\n}", signed: signed, signatureVersion)
  }

  private func line(_ key: String, _ value: String) -> String { "  \"\(key)\" : \(JSONValue.string(value).text)" }
}
