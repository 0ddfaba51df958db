import Protocols

/// Which browsers may call. Functions run as local processes, so a web page from elsewhere must not drive the emulator:
/// a request with a foreign `Origin` is 403 before dispatch, and what can run code (Lambda, the admin API) also needs a
/// `Host` that is this machine's, against DNS rebinding.
struct OriginRules {
  private let origins: [String]
  private let hosts: [String]

  init(_ configuration: Configuration) {
    origins = configuration.corsOrigins
    hosts = configuration.hosts
  }

  struct Refusal {
    var head: HTTPResponseHead
    var body: [UInt8]
  }

  /// nil when the request may go on.
  func refusal(of head: HTTPRequestHead, hostMatters: Bool) -> Refusal? {
    if let origin = head.fields["Origin"], !isAllowed(origin) {
      return Refusal(
        head: HTTPResponseHead(status: 403, fields: HTTPFields([.init(name: "Content-Type", value: "text/plain")])),
        body: Array("The origin \(origin) may not call this server; see --cors-origin.\n".utf8))
    }
    if hostMatters, let host = head.fields["Host"], !isOwn(host) {
      return Refusal(
        head: HTTPResponseHead(status: 403, fields: HTTPFields([.init(name: "Content-Type", value: "text/plain")])),
        body: Array("The host \(host) is not this server's.\n".utf8))
    }
    return nil
  }

  /// The answer to a CORS preflight of an allowed origin (https://fetch.spec.whatwg.org/#cors-preflight-fetch).
  func preflight(_ head: HTTPRequestHead, _ origin: String) -> Refusal? {
    guard let method = head.fields["Access-Control-Request-Method"], isAllowed(origin) else { return nil }
    var fields = HTTPFields()
    allow(origin, &fields)
    fields.add("Access-Control-Allow-Methods", method)
    if let wanted = head.fields["Access-Control-Request-Headers"] { fields.add("Access-Control-Allow-Headers", wanted) }
    fields.add("Access-Control-Max-Age", "600")
    return Refusal(head: HTTPResponseHead(status: 204, fields: fields), body: [])
  }

  func allow(_ origin: String, _ fields: inout HTTPFields) {
    fields.add("Access-Control-Allow-Origin", origin)
    fields.add("Access-Control-Expose-Headers", "*, x-amzn-RequestId, x-amz-request-id, x-amzn-ErrorType, ETag")
    fields.add("Vary", "Origin")
  }

  private func isAllowed(_ origin: String) -> Bool {
    if origins.contains("*") || origins.contains(origin) { return true }
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      return isLoopback(String(origin.dropFirst(scheme.count)))
    }
    return false
  }

  private func isOwn(_ host: String) -> Bool { isLoopback(host) || hosts.contains(OriginRules.name(host)) }

  private func isLoopback(_ host: String) -> Bool {
    let name = OriginRules.name(host)
    if name == "localhost" || name.hasSuffix(".localhost") || name == "[::1]" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The host without its port.
  private static func name(_ host: String) -> String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
    return String(host.prefix { $0 != ":" }).lowercased()
  }
}
