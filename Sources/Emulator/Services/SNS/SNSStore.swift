import Protocols
import Runtime
import Storage

/// The tables of SNS, and beside them the topics and subscriptions that every publish asks for. Loop only.
final class SNSStore {
  private static let schema = [
    """
    CREATE TABLE sns_topics (arn TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      created INTEGER NOT NULL, attributes TEXT NOT NULL, deleted_subscriptions INTEGER NOT NULL);
    CREATE INDEX sns_topics_place ON sns_topics (account, region, arn);
    CREATE TABLE sns_subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, topic TEXT NOT NULL,
      account TEXT NOT NULL, region TEXT NOT NULL, protocol TEXT NOT NULL, endpoint TEXT NOT NULL,
      created INTEGER NOT NULL, confirmed INTEGER NOT NULL, authenticated INTEGER NOT NULL,
      authenticates_unsubscribe INTEGER NOT NULL, principal TEXT NOT NULL, attributes TEXT NOT NULL);
    CREATE INDEX sns_subscriptions_topic ON sns_subscriptions (topic, arn);
    CREATE INDEX sns_subscriptions_place ON sns_subscriptions (account, region, arn);
    CREATE TABLE sns_tokens (token TEXT PRIMARY KEY, subscription TEXT NOT NULL, topic TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX sns_tokens_subscription ON sns_tokens (subscription);
    CREATE INDEX sns_tokens_topic ON sns_tokens (topic);
    CREATE TABLE sns_tags (topic TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (topic, name)) WITHOUT ROWID;
    CREATE TABLE sns_mails (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL, account TEXT NOT NULL,
      date INTEGER NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
      topic TEXT NOT NULL, status TEXT NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX sns_mails_due ON sns_mails (due) WHERE status = 'sending';
    CREATE TABLE sns_invocations (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, function TEXT NOT NULL,
      payload BLOB NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX sns_invocations_due ON sns_invocations (due);
    CREATE TABLE sns_dropped (kind TEXT NOT NULL, scope TEXT NOT NULL, last INTEGER NOT NULL,
      PRIMARY KEY (kind, scope)) WITHOUT ROWID
    """,
    // What is signed of an event, and how; none of an event that is whole as it stands.
    """
    ALTER TABLE sns_invocations ADD COLUMN signed TEXT;
    ALTER TABLE sns_invocations ADD COLUMN version TEXT;
    CREATE TABLE sns_signing (id INTEGER PRIMARY KEY CHECK (id = 1), pem BLOB NOT NULL)
    """,
    // Messages to HTTP endpoints (one that is not signed is raw), and subscriptions that may be restored by a token.
    """
    CREATE TABLE sns_posts (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, topic TEXT NOT NULL,
      subscription TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, payload BLOB NOT NULL,
      signed TEXT, version TEXT, tries INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX sns_posts_due ON sns_posts (due);
    CREATE TABLE sns_ended (token TEXT PRIMARY KEY, topic TEXT NOT NULL, subscription TEXT NOT NULL,
      ended INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX sns_ended_time ON sns_ended (ended)
    """,
  ]

  /// Rows that one step of the sweep deletes.
  static let page = 500

  let database: Database
  var round: Round { database.round }
  /// By ARN.
  private(set) var topics: [String: TopicRecord] = [:]
  /// By ARN.
  private(set) var subscriptions: [String: SubscriptionRecord] = [:]
  /// The subscriptions of a topic, by its ARN, in the order in which they were made.
  private(set) var subscribers: [String: [String]] = [:]
  /// The last row that was dropped and awaits the sweep: of `subscriptions` by topic, of `mails`, `invocations` and `posts` by
  /// account, of all accounts under the empty name.
  var dropped: [String: [String: Int]] = [:]
  private let insertMail: Statement
  private let insertInvocation: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "sns", steps: SNSStore.schema)
    insertMail = try database.prepare(
      """
      INSERT INTO sns_mails (mail, account, date, sender, recipient, subject, text, topic, status, tries, due)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      """)
    insertInvocation = try database.prepare(
      "INSERT INTO sns_invocations (account, function, payload, signed, version, tries, due) VALUES (?, ?, ?, ?, ?, 0, ?)"
    )
    try load()
  }

  private func load() throws {
    let topics = try database.prepare(
      "SELECT account, region, name, created, attributes, deleted_subscriptions FROM sns_topics"
    ).all([]) { row in
      TopicRecord(
        account: row.text(0), region: row.text(1), name: row.text(2), created: row.int(3),
        attributes: AttributeText.read(row.text(4)), deletedSubscriptions: row.int(5))
    }
    for topic in topics { self.topics[topic.arn] = topic }
    for row in try database.prepare("SELECT kind, scope, last FROM sns_dropped").all(
      [], { (kind: $0.text(0), scope: $0.text(1), last: $0.int(2)) })
    {
      dropped[row.kind, default: [:]][row.scope] = row.last
    }
    let rows = try database.prepare(
      """
      SELECT id, arn, topic, account, protocol, endpoint, created, confirmed, authenticated, authenticates_unsubscribe,
        principal, attributes FROM sns_subscriptions ORDER BY id
      """
    ).all([]) { row in
      (
        id: row.int(0),
        record: SubscriptionRecord(
          arn: row.text(1), topicARN: row.text(2), owner: row.text(3), deliveryProtocol: row.text(4),
          endpoint: row.text(5), created: row.int(6), isConfirmed: row.int(7) != 0, wasAuthenticated: row.int(8) != 0,
          authenticatesUnsubscribe: row.int(9) != 0, principal: row.text(10),
          attributes: AttributeText.read(row.text(11)), filter: nil)
      )
    }
    for row in rows {
      var subscription = row.record
      let isDropped = row.id <= dropped["subscriptions"]?[subscription.topicARN] ?? 0
      if isDropped, subscription.isConfirmed { continue }
      try SubscriptionAttributes.compile(&subscription)
      subscriptions[subscription.arn] = subscription
      if !isDropped { subscribers[subscription.topicARN, default: []].append(subscription.arn) }
    }
  }

  /// Runs statements and tells their failure as one of ours.
  func checked<T>(_ body: () throws -> T) throws(AWSError) -> T {
    do { return try body() } catch let error as AWSError { throw error } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Values beside the tables, restored when the operation or the round fails

  private func set(_ topic: TopicRecord, at arn: String) {
    let old = topics[arn]
    topics[arn] = topic
    round.onUndo { [self] in topics[arn] = old }
  }

  private func forget(topic arn: String) {
    let old = topics[arn]
    topics[arn] = nil
    round.onUndo { [self] in topics[arn] = old }
  }

  private func forget(subscription arn: String) {
    let old = subscriptions[arn]
    subscriptions[arn] = nil
    round.onUndo { [self] in subscriptions[arn] = old }
  }

  private func set(_ subscription: SubscriptionRecord, at arn: String) {
    let old = subscriptions[arn]
    subscriptions[arn] = subscription
    round.onUndo { [self] in subscriptions[arn] = old }
  }

  private func set(subscribers new: [String]?, of topicARN: String) {
    let old = subscribers[topicARN]
    subscribers[topicARN] = new
    round.onUndo { [self] in subscribers[topicARN] = old }
  }

  // MARK: Topics

  /// Writes the topic, new or changed.
  func put(_ topic: TopicRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO sns_topics VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        .text(topic.arn), .text(topic.account), .text(topic.region), .text(topic.name), .int(topic.created),
        .text(AttributeText.write(topic.attributes)), .int(topic.deletedSubscriptions))
    }
    set(topic, at: topic.arn)
  }

  /// The topic and its confirmed subscriptions are gone at once; the rows are swept. Subscriptions that nobody confirmed
  /// stay listed until they expire, and their tokens are void even when the topic is made again (recorded from AWS).
  func delete(_ topic: TopicRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM sns_topics WHERE arn = ?").run(.text(topic.arn))
      try database.prepare("DELETE FROM sns_tags WHERE topic = ?").run(.text(topic.arn))
      try database.prepare("DELETE FROM sns_tokens WHERE topic = ?").run(.text(topic.arn))
    }
    try dropSubscriptions(of: topic.arn)
    forget(topic: topic.arn)
  }

  private func dropSubscriptions(of topicARN: String) throws(AWSError) {
    guard let arns = subscribers[topicARN], !arns.isEmpty else { return }
    for arn in arns where subscriptions[arn]?.isConfirmed == true { forget(subscription: arn) }
    set(subscribers: nil, of: topicARN)
    try drop("subscriptions", topicARN, last: "SELECT max(id) FROM sns_subscriptions")
  }

  /// Marks rows up to the last one there is, for the sweep.
  private func drop(_ kind: String, _ scope: String, last: String) throws(AWSError) {
    try checked {
      let last = try database.prepare(last).first([]) { $0.int(0) } ?? 0
      try database.prepare("INSERT OR REPLACE INTO sns_dropped VALUES (?, ?, ?)").run(
        .text(kind), .text(scope), .int(last))
      let old = dropped[kind]
      dropped[kind, default: [:]][scope] = last
      round.onUndo { [self] in dropped[kind] = old }
    }
  }

  /// Whether a row of `mails` or `invocations` is dropped.
  func isDropped(_ kind: String, _ row: Int, of account: String) -> Bool {
    guard let marks = dropped[kind] else { return false }
    return row <= max(marks[""] ?? 0, marks[account] ?? 0)
  }

  /// Up to `limit` ARNs of topics behind `after`, in their order.
  func topicARNs(_ account: String, _ region: String, after: String, limit: Int) throws(AWSError) -> [String] {
    try checked {
      try database.prepare(
        "SELECT arn FROM sns_topics WHERE account = ? AND region = ? AND arn > ? ORDER BY arn LIMIT ?"
      ).all([.text(account), .text(region), .text(after), .int(limit)]) { $0.text(0) }
    }
  }

  // MARK: Subscriptions

  func insert(_ subscription: SubscriptionRecord) throws(AWSError) {
    try checked {
      try database.prepare(
        """
        INSERT INTO sns_subscriptions (arn, topic, account, region, protocol, endpoint, created, confirmed,
          authenticated, authenticates_unsubscribe, principal, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(subscription.arn), .text(subscription.topicARN), .text(subscription.owner), .text(subscription.region),
        .text(subscription.deliveryProtocol), .text(subscription.endpoint), .int(subscription.created),
        .int(subscription.isConfirmed ? 1 : 0), .int(subscription.wasAuthenticated ? 1 : 0),
        .int(subscription.authenticatesUnsubscribe ? 1 : 0), .text(subscription.principal),
        .text(AttributeText.write(subscription.attributes)))
    }
    set(subscription, at: subscription.arn)
    set(subscribers: (subscribers[subscription.topicARN] ?? []) + [subscription.arn], of: subscription.topicARN)
  }

  func update(_ subscription: SubscriptionRecord) throws(AWSError) {
    try checked {
      try database.prepare(
        """
        UPDATE sns_subscriptions SET created = ?, confirmed = ?, authenticated = ?, authenticates_unsubscribe = ?,
          attributes = ? WHERE arn = ?
        """
      ).run(
        .int(subscription.created), .int(subscription.isConfirmed ? 1 : 0),
        .int(subscription.wasAuthenticated ? 1 : 0), .int(subscription.authenticatesUnsubscribe ? 1 : 0),
        .text(AttributeText.write(subscription.attributes)), .text(subscription.arn))
    }
    set(subscription, at: subscription.arn)
  }

  func delete(_ subscription: SubscriptionRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM sns_subscriptions WHERE arn = ?").run(.text(subscription.arn))
      try database.prepare("DELETE FROM sns_tokens WHERE subscription = ?").run(.text(subscription.arn))
    }
    forget(subscription: subscription.arn)
    let left = (subscribers[subscription.topicARN] ?? []).filter { $0 != subscription.arn }
    set(subscribers: left.isEmpty ? nil : left, of: subscription.topicARN)
    if var topic = topics[subscription.topicARN], subscription.isConfirmed {
      topic.deletedSubscriptions += 1
      try put(topic)
    }
  }

  /// Up to `limit` subscriptions of the account and region behind the ARN `after`, in the order of their ARNs.
  func subscriptions(
    _ account: String, _ region: String, after: String, limit: Int, now: Timestamp
  ) throws(AWSError) -> [SubscriptionRecord] {
    try page(
      "SELECT arn FROM sns_subscriptions WHERE account = ? AND region = ? AND arn > ? ORDER BY arn LIMIT ?",
      [.text(account), .text(region)], after: after, limit: limit, now: now)
  }

  func subscriptions(
    ofTopic topicARN: String, after: String, limit: Int, now: Timestamp
  ) throws(AWSError) -> [SubscriptionRecord] {
    try page(
      "SELECT arn FROM sns_subscriptions WHERE topic = ? AND arn > ? ORDER BY arn LIMIT ?", [.text(topicARN)],
      after: after, limit: limit, now: now)
  }

  /// Rows that are dropped but not yet swept are passed over.
  private func page(
    _ sql: String, _ place: [Statement.Binding], after: String, limit: Int, now: Timestamp
  ) throws(AWSError) -> [SubscriptionRecord] {
    var found: [SubscriptionRecord] = []
    var after = after
    while found.count < limit {
      let position = after
      let arns: [String] = try checked {
        try database.prepare(sql).all(place + [.text(position), .int(limit)]) { $0.text(0) }
      }
      for arn in arns where found.count < limit {
        if let subscription = subscriptions[arn], !subscription.isExpired(now) { found.append(subscription) }
      }
      guard arns.count == limit, let last = arns.last else { break }
      after = last
    }
    return found
  }

  // MARK: Tokens

  func insert(token: String, for subscription: SubscriptionRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT INTO sns_tokens VALUES (?, ?, ?)").run(
        .text(token), .text(subscription.arn), .text(subscription.topicARN))
    }
  }

  func subscription(ofToken token: String, topicARN: String) throws(AWSError) -> SubscriptionRecord? {
    let arn: String? = try checked {
      try database.prepare("SELECT subscription FROM sns_tokens WHERE token = ? AND topic = ?").first([
        .text(token), .text(topicARN),
      ]) { $0.text(0) }
    }
    return arn.flatMap { subscriptions[$0] }
  }

  // MARK: Tags

  func tags(of topicARN: String) throws(AWSError) -> [(name: String, value: String)] {
    try checked {
      try database.prepare("SELECT name, value FROM sns_tags WHERE topic = ? ORDER BY name").all([.text(topicARN)]) {
        ($0.text(0), $0.text(1))
      }
    }
  }

  func setTag(_ name: String, _ value: String, of topicARN: String) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO sns_tags VALUES (?, ?, ?)").run(
        .text(topicARN), .text(name), .text(value))
    }
  }

  func removeTag(_ name: String, of topicARN: String) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM sns_tags WHERE topic = ? AND name = ?").run(.text(topicARN), .text(name))
    }
  }

  // MARK: The outbox: written with what caused it, delivered after the commit

  func insert(
    mail id: String, _ text: MailText, to recipient: String, topic: TopicRecord, status: String, now: Int
  ) throws(AWSError) {
    try checked {
      try insertMail.run(
        .text(id), .text(topic.account), .int(now), .text(text.from), .text(recipient), .text(text.subject),
        .text(text.text), .text(topic.arn), .text(status), .int(now))
    }
  }

  func insert(invocationOf function: String, _ event: UnsignedText, account: String, now: Int) throws(AWSError) {
    try checked {
      try insertInvocation.run(
        .text(account), .text(function), .blob(event.bytes), .text(event.signed), .text(event.version.rawValue),
        .int(now))
    }
  }

  // MARK: What messages are signed with

  func signingPEM() throws(AWSError) -> [UInt8]? {
    try checked { try database.prepare("SELECT pem FROM sns_signing").first([]) { $0.blob(0) } }
  }

  func keep(signingPEM pem: [UInt8]) throws(AWSError) {
    try checked { try database.prepare("INSERT OR REPLACE INTO sns_signing VALUES (1, ?)").run(.blob(pem)) }
  }

  // MARK: Forgetting

  /// Everything, or everything of one account.
  func deleteAll(of account: String?) throws(AWSError) {
    for topic in Array(topics.values) where account == nil || topic.account == account { try delete(topic) }
    for subscription in Array(subscriptions.values) where account == nil || subscription.owner == account {
      try delete(subscription)
    }
    try drop("mails", account ?? "", last: "SELECT max(id) FROM sns_mails")
    try drop("invocations", account ?? "", last: "SELECT max(id) FROM sns_invocations")
    try drop("posts", account ?? "", last: "SELECT max(id) FROM sns_posts")
  }
}
