/// Where services meet without seeing each other: each port is what one service needs of another, in AWS's terms, and the
/// composition root binds it to that other service's operations (or to an upstream that speaks the same API).
///
/// `@unchecked Sendable`: every port is set once by the composition root before anything runs.
package final class Ports: @unchecked Sendable {
  package var streams: (any StreamPort)!
  package var streamWriter: (any StreamWriterPort)!
  /// nil while no service has DynamoDB streams.
  package var tableStreams: (any TableStreamPort)?
  package var functions: (any FunctionPort)!
  package var objects: (any ObjectPort)!
  package var tables: (any TablePort)!
  package var topics: (any TopicPort)!
  package var logs: (any LogPort)!
  package var mail: (any MailPort)!
  package var roles: (any RolePort)!
  package var listeners: (any ListenerPort)!
  package var web: (any WebPort)!
  /// The access keys that may sign; set where signatures are verified. Loop only.
  package var keys: ((_ accessKey: String) -> KnownKey?)?
  package init() {}
}
