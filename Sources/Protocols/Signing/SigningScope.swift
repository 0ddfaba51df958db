/// What a signature is good for: a day, a region and a service.
package struct SigningScope: Sendable, Hashable {
  /// `20150830`
  package var date: String
  package var region: String
  package var service: String

  package init(date: String, region: String, service: String) {
    self.date = date
    self.region = region
    self.service = service
  }

  package init(_ time: Timestamp, region: String, service: String) {
    self.init(date: String(time.basicISO8601.prefix(8)), region: region, service: service)
  }

  /// `20150830/us-east-1/iam/aws4_request`
  package var text: String { date + "/" + region + "/" + service + "/aws4_request" }
}

/// The access key id and scope of a request: `AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request`.
package struct SigningCredential: Sendable, Hashable {
  package var accessKey: String
  package var scope: SigningScope

  package init(accessKey: String, scope: SigningScope) {
    self.accessKey = accessKey
    self.scope = scope
  }

  /// Nil where the text is not of that form. A key id may hold slashes; the scope is counted from the end.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else { return nil }
    let service = String(parts[parts.count - 2])
    let region = String(parts[parts.count - 3])
    let date = String(parts[parts.count - 4])
    guard date.utf8.count == 8, date.utf8.allSatisfy({ $0 &- 48 < 10 }) else { return nil }
    let key = parts[..<(parts.count - 4)].joined(separator: "/")
    guard !key.isEmpty else { return nil }
    self.init(accessKey: key, scope: SigningScope(date: date, region: region, service: service))
  }

  package var text: String { accessKey + "/" + scope.text }
}

/// The keys that signatures are made with, derived from a secret for one scope. Derivation takes four HMACs, so the keys of
/// the day are kept. Not for two threads at once.
package final class SigningKeys {
  private struct Name: Hashable {
    var secret: String
    var scope: SigningScope
  }

  private var keys: [Name: [UInt8]] = [:]
  private let capacity: Int

  package init(capacity: Int = 1024) { self.capacity = capacity }

  package func key(secret: String, scope: SigningScope) -> [UInt8] {
    let name = Name(secret: secret, scope: scope)
    if let key = keys[name] { return key }
    // Scopes come from clients: whatever they send, the table stays small.
    if keys.count >= capacity { keys.removeAll(keepingCapacity: true) }
    let key = SigningKeys.derive(secret: secret, scope: scope)
    keys[name] = key
    return key
  }

  /// 32 bytes.
  package static func derive(secret: String, scope: SigningScope) -> [UInt8] {
    var key = HMACSHA256.code(key: Array(("AWS4" + secret).utf8), scope.date)
    key = HMACSHA256.code(key: key, scope.region)
    key = HMACSHA256.code(key: key, scope.service)
    return HMACSHA256.code(key: key, "aws4_request")
  }
}
