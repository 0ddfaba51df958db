import Protocols
import Runtime
import Storage

/// What goes to HTTP endpoints, and the subscriptions that they may restore.
extension SNSStore {
  struct DuePost: Sendable {
    var row: Int
    var account: String
    var topicARN: String
    var subscriptionARN: String
    var url: String
    /// `Notification`, `SubscriptionConfirmation` or `UnsubscribeConfirmation`.
    var kind: String
    var messageID: String
    var payload: [UInt8]
    /// nil: the payload is raw.
    var unsigned: UnsignedText?
    var contentType: String
    var tries: Int
  }

  func insert(
    post kind: String, to subscription: SubscriptionRecord, messageID: String, _ text: UnsignedText?, raw: [UInt8] = [],
    account: String, now: Int
  ) throws(AWSError) {
    try checked {
      try database.prepare(
        """
        INSERT INTO sns_posts (account, topic, subscription, url, kind, message, payload, signed, version, tries, due)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
        """
      ).run(
        .text(account), .text(subscription.topicARN), .text(subscription.arn), .text(subscription.endpoint),
        .text(kind), .text(messageID), .blob(text?.bytes ?? raw), .text(orNull: text?.signed),
        .text(orNull: text?.version.rawValue), .int(now))
    }
  }

  /// Up to `limit` posts that are due, without those; and when the next is due.
  func duePosts(now: Int, without running: Set<Int>, limit: Int) throws(AWSError) -> (posts: [DuePost], next: Int?) {
    try checked {
      var posts: [DuePost] = []
      var dropped: [Int] = []
      if limit > 0 {
        try database.prepare(
          """
          SELECT id, account, topic, subscription, url, kind, message, payload, signed, version, tries FROM sns_posts
          WHERE due <= ? ORDER BY due, id LIMIT ?
          """
        ).each([.int(now), .int(limit + running.count)]) { row in
          let id = row.int(0)
          if running.contains(id) { return true }
          if isDropped("posts", id, of: row.text(1)) {
            dropped.append(id)
            return true
          }
          let policy = DeliveryPolicy.effective(topics[row.text(2)], subscriptions[row.text(3)])
          posts.append(
            DuePost(
              row: id, account: row.text(1), topicARN: row.text(2), subscriptionARN: row.text(3), url: row.text(4),
              kind: row.text(5), messageID: row.text(6), payload: row.blob(7),
              unsigned: row.text(orNil: 8).map {
                UnsignedText(stored: row.blob(7), signed: $0, version: row.text(9))
              }, contentType: policy.contentType, tries: row.int(10)))
          return posts.count < limit
        }
      }
      for row in dropped { try database.prepare("DELETE FROM sns_posts WHERE id = ?").run(.int(row)) }
      let next = try database.prepare("SELECT min(due) FROM sns_posts WHERE due > ?").first([.int(now)]) {
        $0.int(orNil: 0)
      }
      return (posts, next ?? nil)
    }
  }

  /// Tries again when the policy says so, or gives up.
  func failed(_ post: DuePost, now: Int) throws(AWSError) {
    let policy = DeliveryPolicy.effective(topics[post.topicARN], subscriptions[post.subscriptionARN])
    guard let delay = policy.retries.delay(afterTries: post.tries + 1) else { return try delete(post: post.row) }
    try checked {
      try database.prepare("UPDATE sns_posts SET tries = ?, due = ? WHERE id = ?").run(
        .int(post.tries + 1), .int(now + delay), .int(post.row))
    }
  }

  func delete(post row: Int) throws(AWSError) {
    try checked { try database.prepare("DELETE FROM sns_posts WHERE id = ?").run(.int(row)) }
  }

  // MARK: Subscriptions that have ended

  private static let restorable = 3 * 86_400_000

  /// Remembers the subscription for three days, and forgets some that ended earlier.
  func keepEnded(_ subscription: SubscriptionRecord, token: String, now: Int) throws(AWSError) {
    let record: JSONValue = [
      "arn": .string(subscription.arn), "owner": .string(subscription.owner),
      "protocol": .string(subscription.deliveryProtocol), "endpoint": .string(subscription.endpoint),
      "principal": .string(subscription.principal), "attributes": .string(AttributeText.write(subscription.attributes)),
    ]
    try checked {
      try database.prepare(
        "DELETE FROM sns_ended WHERE token IN (SELECT token FROM sns_ended WHERE ended < ? LIMIT 100)"
      ).run(.int(now - SNSStore.restorable))
      try database.prepare("INSERT INTO sns_ended VALUES (?, ?, ?, ?)").run(
        .text(token), .text(subscription.topicARN), .text(record.text), .int(now))
    }
  }

  /// The subscription that the token of an UnsubscribeConfirmation restores; the token is used up.
  func takeEnded(token: String, topicARN: String, now: Int) throws(AWSError) -> SubscriptionRecord? {
    let text: String? = try checked {
      try database.prepare("SELECT subscription FROM sns_ended WHERE token = ? AND topic = ? AND ended >= ?").first([
        .text(token), .text(topicARN), .int(now - SNSStore.restorable),
      ]) { $0.text(0) }
    }
    guard let text, let json = try? JSONValue.parse(text), let arn = json["arn"]?.string else { return nil }
    try checked { try database.prepare("DELETE FROM sns_ended WHERE token = ?").run(.text(token)) }
    var record = SubscriptionRecord(
      arn: arn, topicARN: topicARN, owner: json["owner"]?.string ?? "",
      deliveryProtocol: json["protocol"]?.string ?? "", endpoint: json["endpoint"]?.string ?? "", created: now,
      isConfirmed: true, wasAuthenticated: false, authenticatesUnsubscribe: false,
      principal: json["principal"]?.string ?? "",
      attributes: AttributeText.read(json["attributes"]?.string ?? "{}"), filter: nil)
    try SubscriptionAttributes.compile(&record)
    return record
  }
}
