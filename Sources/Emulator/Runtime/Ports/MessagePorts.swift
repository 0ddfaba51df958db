package import Protocols

/// Publishing to an SNS topic, as on-failure destinations and notifications do.
package protocol TopicPort: Sendable {
  /// Throws NotFound. Returns the MessageId.
  func publish(
    _ topicARN: String, subject: String?, _ message: String, attributes: [TopicAttribute], as caller: Caller
  ) async throws(AWSError) -> String
}

extension TopicPort {
  package func publish(
    _ topicARN: String, subject: String?, _ message: String, as caller: Caller
  ) async throws(AWSError) -> String {
    try await publish(topicARN, subject: subject, message, attributes: [], as: caller)
  }
}

/// What is sent beside a message, under a name; `type` is `String` or `Number`.
package struct TopicAttribute: Sendable, Equatable {
  package var name: String
  package var type: String
  package var value: String
  package init(name: String, type: String, value: String) {
    self.name = name
    self.type = type
    self.value = value
  }
}

/// Writing to CloudWatch Logs, as functions and Firehose do. The group and stream are made when they are missing.
package protocol LogPort: Sendable {
  /// Events in the order of their times.
  func put(
    group: String, stream: String, _ events: [(time: Timestamp, message: String)], as caller: Caller, region: String
  ) async throws(AWSError)
}

/// Really sending an e-mail, where a mail server was given.
package protocol MailPort: Sendable {
  /// Whether `--smtp` was given.
  var isConfigured: Bool { get }
  /// `message` is the whole message (RFC 5322), lines ended by CRLF. Throws with the server's words.
  func send(from: String, to: String, _ message: [UInt8]) async throws(AWSError)
}

/// Roles, as services that act for a user assume them.
package protocol RolePort: Sendable {
  /// Credentials of a session of the role, for a function's process. They are known to the gateway until they expire; a
  /// role that IAM does not know gives credentials too (an emulator's user need not make roles first).
  func assume(_ roleARN: String, session: String, region: String) async throws(AWSError) -> RoleCredentials
}

package struct RoleCredentials: Sendable {
  package var accessKey: String
  package var secretKey: String
  package var sessionToken: String
  package var caller: Caller
  package init(accessKey: String, secretKey: String, sessionToken: String, caller: Caller) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
    self.caller = caller
  }
}
