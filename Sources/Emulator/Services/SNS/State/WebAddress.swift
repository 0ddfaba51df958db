import Protocols

/// `http://user:password@host:port/path`, as far as SNS takes it apart.
struct WebAddress: Equatable {
  var scheme: String
  /// `user:password`
  var user: String?
  /// Host, port, path and query.
  var rest: String

  /// nil for what is no such address, or could not stand in a request.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "http" || parts[0] == "https", parts[1].hasPrefix("//") else { return nil }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), text.utf8.count <= 2048 else { return nil }
    scheme = String(parts[0])
    let behind = parts[1].dropFirst(2)
    let authority = behind.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let mark = authority.lastIndex(of: "@") {
      user = String(authority[..<mark])
      rest = String(behind[behind.index(after: mark)...])
    } else {
      rest = String(behind)
    }
    if rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") || rest.hasPrefix(":") { return nil }
  }

  /// What to send to.
  var url: String { "\(scheme)://\(rest)" }

  /// What goes into `Authorization`.
  var authorization: String? {
    user.map { "Basic " + Base64.encode(Array((PercentEncoding.decodeString($0) ?? $0).utf8)) }
  }
}
