package import Protocols

/// What the admin API and the console see of the services beyond AWS's operations. Loop only.
package protocol Inspection: AnyObject {
  /// Every e-mail, oldest first.
  var mailbox: [Mail] { get }
  /// Delivers what delivery streams hold, now; all of them, or the named one.
  func flush(_ deliveryStream: String?)
}

/// One e-mail as SNS wrote it.
package struct Mail: Sendable {
  package var id: String
  package var date: Timestamp
  package var from: String
  package var to: String
  package var subject: String
  package var text: String
  package var topicARN: String
  /// `kept` (no mail server was given), `sending`, `sent`, or `failed: …`.
  package var status: String
  /// The whole message as it is sent (RFC 5322).
  package var message: [UInt8]

  package init(
    id: String, date: Timestamp, from: String, to: String, subject: String, text: String, topicARN: String,
    status: String,
    message: [UInt8]
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.topicARN = topicARN
    self.status = status
    self.message = message
  }
}
