import Protocols
import Runtime

/// The e-mails of SNS, in its words.
struct MailText: Sendable {
  var from: String
  var subject: String
  var text: String

  static func sender(_ topic: TopicRecord) -> String {
    let name = topic.attributes["DisplayName"] ?? "AWS Notifications"
    return "\(name) <no-reply@sns.amazonaws.com>"
  }

  private static let closing =
    "Please do not reply directly to this email. If you have any questions or comments regarding this email, please "
    + "contact us at https://aws.amazon.com/support"

  static func confirmation(_ topic: TopicRecord, link: String) -> MailText {
    MailText(
      from: sender(topic), subject: "AWS Notification - Subscription Confirmation",
      text: """
        You have chosen to subscribe to the topic:
        \(topic.arn)

        To confirm this subscription, click or visit the link below (If this was in error no action is necessary):
        \(link)

        \(closing)
        """)
  }

  /// As `confirmation`, for `email-json`: the document that HTTP endpoints receive.
  static func confirmationDocument(_ topic: TopicRecord, _ document: String) -> MailText {
    MailText(from: sender(topic), subject: "AWS Notification - Subscription Confirmation", text: document)
  }

  static func notification(
    _ topic: TopicRecord, _ message: PublishedMessage, body: String, unsubscribe link: String
  ) -> MailText {
    MailText(
      from: sender(topic), subject: message.subject ?? "AWS Notification Message",
      text: """
        \(body)

        --
        If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
        \(link)

        \(closing)
        """)
  }
}
