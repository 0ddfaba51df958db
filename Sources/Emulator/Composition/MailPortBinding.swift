import Protocols
import Runtime
import Transport

/// Mail over SMTP, where `--smtp` names a server.
final class MailPortBinding: MailPort {
  private let server: (host: String, port: Int)?
  private let client: SMTPClient

  /// `server` is `HOST:PORT`, checked by the command line.
  init(_ server: String?, _ loop: EventLoop) {
    client = SMTPClient(loop: loop)
    guard let server, let colon = server.lastIndex(of: ":"), let port = Int(server[server.index(after: colon)...])
    else {
      self.server = nil
      return
    }
    self.server = (String(server[..<colon]), port)
  }

  var isConfigured: Bool { server != nil }

  func send(from: String, to: String, _ message: [UInt8]) async throws(AWSError) {
    guard let server else { throw AWSError.internal("no mail server was given") }
    do throws(SMTPError) {
      _ = try await client.send(host: server.host, port: server.port, from: from, to: [to], message: message)
    } catch {
      throw AWSError("MailRefused", "\(error)", status: 502)
    }
  }
}
