import Protocols
import Runtime
import Synchronization
import Transport

/// HTTP to anywhere, by the house's own client.
final class WebPortBinding: WebPort {
  private let client: HTTPClient
  private let loop: EventLoop
  /// Speaks TLS and believes the machine's authorities; made when the first `https` address is called.
  private let safeClient = Mutex<HTTPClient?>(nil)

  init(_ loop: EventLoop) {
    self.loop = loop
    client = HTTPClient(loop: loop)
  }

  private func client(for target: WebTarget) throws(WebFailure) -> HTTPClient {
    guard target.isTLS else { return client }
    let found = safeClient.withLock { known -> Result<HTTPClient, TLSError> in
      if let known { return .success(known) }
      do throws(TLSError) {
        let made = HTTPClient(loop: loop, trust: try TLSTrust())
        known = made
        return .success(made)
      } catch {
        return .failure(error)
      }
    }
    do throws(TLSError) { return try found.get() } catch { throw .failed("\(error)") }
  }

  func send(
    _ url: String, _ method: String, _ fields: HTTPFields, _ body: [UInt8], seconds: Int
  ) async throws(WebFailure) -> WebAnswer {
    guard let target = WebTarget(url) else { throw .failed("not a URL of HTTP") }
    let head = HTTPRequestHead(
      method: method, path: target.path, query: target.query, fields: fields, contentLength: body.count)
    let client = try client(for: target)
    do throws(HTTPClientError) {
      let answer = try await client.send(target.host, target.port, head, body, timeout: .seconds(seconds))
      return WebAnswer(status: answer.status, fields: answer.fields, body: answer.body)
    } catch {
      if error == .timedOut { throw .timedOut }
      throw .failed("\(error)")
    }
  }
}

/// `http://host[:port]/path?query`, taken apart, or `https`.
struct WebTarget: Equatable {
  var isTLS: Bool
  var host: String
  var port: Int
  var path: String
  var query: String

  init?(_ url: String) {
    isTLS = url.hasPrefix("https://")
    guard isTLS || url.hasPrefix("http://") else { return nil }
    let rest = url.dropFirst(isTLS ? "https://".count : "http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest[authority.endIndex...].prefix { $0 != "#" }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts[0].isEmpty ? "/" : String(parts[0])
    query = parts.count > 1 ? String(parts[1]) : ""
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard let port = Int(authority[authority.index(after: colon)...]), (1...65535).contains(port) else { return nil }
      self.port = port
      host = String(authority[..<colon])
    } else {
      port = isTLS ? 443 : 80
      host = String(authority)
    }
    if host.isEmpty || host.contains("@") { return nil }
  }
}
