import Protocols
import Runtime
import Storage

/// What is to be delivered, as the workers take it and mark it. Each is a step of its own on the Loop.
extension SNSStore {
  /// What a worker has to do next.
  enum Next<Item: Sendable>: Sendable {
    case item(Item)
    /// Nothing before that time, in milliseconds since 1970.
    case later(Int)
    case nothing
  }

  struct DueMail: Sendable {
    var row: Int
    var from: String
    var to: String
    var message: [UInt8]
    var tries: Int
  }

  struct DueInvocation: Sendable {
    var row: Int
    var account: String
    var function: String
    var payload: [UInt8]
    /// nil for an event that is whole as it stands.
    var unsigned: UnsignedText?
    var tries: Int
  }

  private static let mailColumns =
    "id, mail, account, date, sender, recipient, subject, text, topic, status, tries, due"

  /// The e-mails that no reset has dropped, oldest first.
  func mails() throws(AWSError) -> [Mail] {
    try checked {
      var all: [Mail] = []
      try database.prepare("SELECT \(SNSStore.mailColumns) FROM sns_mails ORDER BY id").each([]) { row in
        if !isDropped("mails", row.int(0), of: row.text(2)) { all.append(SNSStore.mail(row)) }
        return true
      }
      return all
    }
  }

  private static func mail(_ row: Statement) -> Mail {
    let date = Timestamp(milliseconds: Int64(row.int(3)))
    return Mail(
      id: row.text(1), date: date, from: row.text(4), to: row.text(5), subject: row.text(6), text: row.text(7),
      topicARN: row.text(8), status: row.text(9),
      message: MailFormat.message(
        id: row.text(1), date: date, from: row.text(4), to: row.text(5), subject: row.text(6), text: row.text(7)))
  }

  func nextMail(now: Int) throws(AWSError) -> Next<DueMail> {
    try checked {
      let next = try database.prepare(
        "SELECT \(SNSStore.mailColumns) FROM sns_mails WHERE status = 'sending' ORDER BY due, id LIMIT 1"
      ).first([]) { row in
        (mail: SNSStore.mail(row), row: row.int(0), account: row.text(2), tries: row.int(10), due: row.int(11))
      }
      guard let next else { return .nothing }
      if isDropped("mails", next.row, of: next.account) {
        try database.prepare("DELETE FROM sns_mails WHERE id = ?").run(.int(next.row))
        return .later(now)
      }
      if next.due > now { return .later(next.due) }
      return .item(
        DueMail(
          row: next.row, from: "no-reply@sns.amazonaws.com", to: next.mail.to, message: next.mail.message,
          tries: next.tries))
    }
  }

  /// `status` is `sent`, `failed: …`, or `sending` for another try at `due`.
  func mark(mail row: Int, status: String, tries: Int, due: Int) throws(AWSError) {
    try checked {
      try database.prepare("UPDATE sns_mails SET status = ?, tries = ?, due = ? WHERE id = ?").run(
        .text(status), .int(tries), .int(due), .int(row))
    }
  }

  func nextInvocation(now: Int) throws(AWSError) -> Next<DueInvocation> {
    try checked {
      let next = try database.prepare(
        """
        SELECT id, account, function, payload, tries, due, signed, version FROM sns_invocations ORDER BY due, id LIMIT 1
        """
      ).first([]) { row in
        (
          item: DueInvocation(
            row: row.int(0), account: row.text(1), function: row.text(2), payload: row.blob(3),
            unsigned: row.text(orNil: 6).map {
              UnsignedText(stored: row.blob(3), signed: $0, version: row.text(7))
            }, tries: row.int(4)),
          due: row.int(5)
        )
      }
      guard let next else { return .nothing }
      if isDropped("invocations", next.item.row, of: next.item.account) {
        try delete(invocation: next.item.row)
        return .later(now)
      }
      return next.due > now ? .later(next.due) : .item(next.item)
    }
  }

  func retry(invocation row: Int, tries: Int, due: Int) throws(AWSError) {
    try checked {
      try database.prepare("UPDATE sns_invocations SET tries = ?, due = ? WHERE id = ?").run(
        .int(tries), .int(due), .int(row))
    }
  }

  func delete(invocation row: Int) throws(AWSError) {
    try checked { try database.prepare("DELETE FROM sns_invocations WHERE id = ?").run(.int(row)) }
  }
}
