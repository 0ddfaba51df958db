import Protocols
import Runtime

/// Mail over SMTP, where `--smtp` names a server.
final class MailPortBinding: MailPort {
  private let server: String?
  init(_ server: String?) { self.server = server }

  var isConfigured: Bool { server != nil }

  func send(from: String, to: String, _ message: [UInt8]) async throws(AWSError) {
    throw AWSError.internal("no mail server was given")
  }
}
