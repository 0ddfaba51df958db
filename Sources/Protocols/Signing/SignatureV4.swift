/// AWS Signature Version 4: what clients put into a request and how it is checked.
package struct SignatureV4: Sendable, Equatable {
  package static let algorithm = "AWS4-HMAC-SHA256"

  /// Where the signature stands.
  package enum Place: Sendable, Equatable {
    /// In the `Authorization` field.
    case header
    /// In the query; good for that many seconds.
    case query(expires: Int)
  }

  package var place: Place
  package var credential: SigningCredential
  /// When it was made.
  package var time: Timestamp
  /// Names in lower case, as signed.
  package var signedHeaders: [String]
  /// 64 hexadecimal digits.
  package var signature: String
  /// Of temporary credentials.
  package var securityToken: String?

  // MARK: Taking a request apart

  /// The signature of a request, or nil where it has none (no `Authorization` of this algorithm, no `X-Amz-Signature`).
  package init?(_ head: HTTPRequestHead) throws(SignatureError) {
    if let authorization = head.fields["Authorization"] {
      guard authorization.hasPrefix(SignatureV4.algorithm) else { return nil }
      try self.init(authorization: authorization, fields: head.fields)
    } else if head.query.contains("X-Amz-Algorithm=") || head.query.contains("X-Amz-Signature=") {
      try self.init(query: head.query)
    } else {
      return nil
    }
  }

  /// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; the blanks after the commas may be missing.
  private init(authorization: String, fields: HTTPFields) throws(SignatureError) {
    var parts: [Substring: String] = [:]
    for part in authorization.dropFirst(SignatureV4.algorithm.count).split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let equals = part.firstIndex(of: "=") else { throw .incomplete("Authorization") }
      parts[part[..<equals]] = String(part[part.index(after: equals)...])
    }
    guard let credential = parts["Credential"] else { throw .incomplete("Credential") }
    guard let signedHeaders = parts["SignedHeaders"] else { throw .incomplete("SignedHeaders") }
    guard let signature = parts["Signature"] else { throw .incomplete("Signature") }
    guard let parsed = SigningCredential(credential) else { throw .malformedCredential(credential) }
    guard let date = fields["X-Amz-Date"] ?? fields["Date"] else { throw .incomplete("X-Amz-Date") }
    // A zone of zero is written in more than one way (RFC 5322 §3.3).
    let zoned = date.hasSuffix(" -0000") || date.hasSuffix(" +0000") ? date.dropLast(5) + "GMT" : date[...]
    guard let time = Timestamp(basicISO8601: date) ?? Timestamp(httpDate: String(zoned)) else {
      throw .malformedDate(date)
    }
    self.place = .header
    self.credential = parsed
    self.time = time
    self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
    self.signature = signature
    securityToken = fields["X-Amz-Security-Token"]
  }

  private init(query: String) throws(SignatureError) {
    var parts: [String: String] = [:]
    for piece in query.split(separator: "&") {
      let equals = piece.firstIndex(of: "=") ?? piece.endIndex
      guard piece.hasPrefix("X-Amz-"), equals < piece.endIndex else { continue }
      let value = String(piece[piece.index(after: equals)...])
      parts[String(piece[..<equals])] = PercentEncoding.decodeString(value, plusIsSpace: true) ?? value
    }
    guard parts["X-Amz-Algorithm"] == SignatureV4.algorithm else { throw .incomplete("X-Amz-Algorithm") }
    guard let credential = parts["X-Amz-Credential"] else { throw .incomplete("X-Amz-Credential") }
    guard let date = parts["X-Amz-Date"] else { throw .incomplete("X-Amz-Date") }
    guard let signedHeaders = parts["X-Amz-SignedHeaders"] else { throw .incomplete("X-Amz-SignedHeaders") }
    guard let signature = parts["X-Amz-Signature"] else { throw .incomplete("X-Amz-Signature") }
    guard let parsed = SigningCredential(credential) else { throw .malformedCredential(credential) }
    guard let time = Timestamp(basicISO8601: date) else { throw .malformedDate(date) }
    guard let text = parts["X-Amz-Expires"] else { throw .incomplete("X-Amz-Expires") }
    guard let expires = Int(text), expires >= 0, expires <= 604_800 else { throw .malformedExpiry(text) }
    place = .query(expires: expires)
    self.credential = parsed
    self.time = time
    self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
    self.signature = signature
    securityToken = parts["X-Amz-Security-Token"]
  }

  // MARK: Checking

  /// The clock of a client may be wrong by that much.
  package static let skew: Int64 = 15 * 60

  /// Whether the moment is one at which the signature may be used: a header's within the skew, a query's before its expiry.
  package func checkTime(_ now: Timestamp) throws(SignatureError) {
    switch place {
    case .header:
      let apart = now.seconds - time.seconds
      if abs(apart) > SignatureV4.skew { throw .skewed(request: time, server: now) }
    case .query(let expires):
      if time.seconds > now.seconds + SignatureV4.skew { throw .notYetValid(time) }
      if expires == 0 || now.seconds > time.seconds + Int64(expires) {
        throw .expired(expires: expires, at: time.adding(seconds: Int64(expires)), server: now)
      }
    }
    guard time.basicISO8601.hasPrefix(credential.scope.date) else { throw .scopeDate }
  }

  /// Whether the signature is that of the request. `payload` is the body's SHA-256 in hexadecimal, or the word that
  /// `x-amz-content-sha256` has for it; `key` is `SigningKeys`' for the scope and the caller's secret.
  package func verify(_ head: HTTPRequestHead, payload: String, key: [UInt8]) throws(SignatureError) {
    for name in signedHeaders where head.fields[name] == nil { throw .missingSignedHeader(name) }
    let request = CanonicalRequest(
      method: head.method, path: head.path, query: head.query, fields: head.fields, signedHeaders: signedHeaders,
      payload: payload, rule: CanonicalRequest.PathRule(service: credential.scope.service))
    let text = SignatureV4.stringToSign(request, time: time, scope: credential.scope)
    let expected = SignatureV4.sign(text, key: key)
    guard SignatureV4.same(expected, signature) else {
      throw .mismatch(canonicalRequest: request.text, stringToSign: text)
    }
  }

  // MARK: Making

  package static func stringToSign(_ request: CanonicalRequest, time: Timestamp, scope: SigningScope) -> String {
    algorithm + "\n" + time.basicISO8601 + "\n" + scope.text + "\n" + request.hash
  }

  /// 64 hexadecimal digits.
  package static func sign(_ stringToSign: String, key: [UInt8]) -> String {
    Hex.encode(HMACSHA256.code(key: key, stringToSign))
  }

  /// Signs a request that is about to be sent: adds `X-Amz-Date`, `X-Amz-Security-Token` where there is one,
  /// `X-Amz-Content-Sha256` for S3, and `Authorization`. `Host` must be among the fields; all fields but those that proxies
  /// change are signed.
  package static func sign(
    _ head: inout HTTPRequestHead, body: [UInt8], accessKey: String, secret: String, token: String? = nil,
    region: String, service: String, time: Timestamp, keys: SigningKeys
  ) {
    let rule = CanonicalRequest.PathRule(service: service)
    let payload = Hex.encode(SHA256.hash(body))
    head.fields["X-Amz-Date"] = time.basicISO8601
    if let token { head.fields["X-Amz-Security-Token"] = token }
    if rule == .s3 { head.fields["X-Amz-Content-Sha256"] = payload }
    let credential = SigningCredential(
      accessKey: accessKey, scope: SigningScope(time, region: region, service: service))
    let names = Set(head.fields.all.map { $0.name.lowercased() }).subtracting(unsignedHeaders).sorted()
    let request = CanonicalRequest(
      method: head.method, path: head.path, query: head.query, fields: head.fields, signedHeaders: names,
      payload: payload, rule: rule)
    let text = stringToSign(request, time: time, scope: credential.scope)
    let signature = sign(text, key: keys.key(secret: secret, scope: credential.scope))
    head.fields["Authorization"] =
      algorithm + " Credential=" + credential.text + ", SignedHeaders=" + names.joined(separator: ";")
      + ", Signature=" + signature
  }

  /// Signs by the query: a link that works without credentials for `expires` seconds. `Host` must be among the fields and
  /// is signed with them; the payload is not signed for S3, and empty elsewhere.
  package static func presign(
    _ head: inout HTTPRequestHead, expires: Int, accessKey: String, secret: String, token: String? = nil,
    region: String, service: String, time: Timestamp, keys: SigningKeys
  ) {
    let rule = CanonicalRequest.PathRule(service: service)
    let credential = SigningCredential(
      accessKey: accessKey, scope: SigningScope(time, region: region, service: service))
    let names = Set(head.fields.all.map { $0.name.lowercased() }).subtracting(unsignedHeaders).sorted()
    var query = Array(head.query.utf8)
    Form.append("X-Amz-Algorithm", algorithm, to: &query)
    Form.append("X-Amz-Credential", credential.text, to: &query)
    Form.append("X-Amz-Date", time.basicISO8601, to: &query)
    Form.append("X-Amz-Expires", String(expires), to: &query)
    if let token { Form.append("X-Amz-Security-Token", token, to: &query) }
    Form.append("X-Amz-SignedHeaders", names.joined(separator: ";"), to: &query)
    head.query = String(decoding: query, as: UTF8.self)
    let payload = rule == .s3 ? CanonicalRequest.unsignedPayload : Hex.encode(SHA256.hash([]))
    let request = CanonicalRequest(
      method: head.method, path: head.path, query: head.query, fields: head.fields, signedHeaders: names,
      payload: payload, rule: rule)
    let text = stringToSign(request, time: time, scope: credential.scope)
    head.query += "&X-Amz-Signature=" + sign(text, key: keys.key(secret: secret, scope: credential.scope))
  }

  private static let unsignedHeaders: Set<String> = [
    "authorization", "connection", "expect", "user-agent", "x-amzn-trace-id", "transfer-encoding",
  ]

  /// Compares in a time that does not tell how much is equal.
  static func same(_ a: String, _ b: String) -> Bool {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }
}

/// Why a signature does not stand. The gateway words it as the service does.
package enum SignatureError: Error, Sendable, Equatable {
  /// A part is missing; its name.
  case incomplete(String)
  case malformedCredential(String)
  case malformedDate(String)
  case malformedExpiry(String)
  /// The day of the scope is not that of the request.
  case scopeDate
  case skewed(request: Timestamp, server: Timestamp)
  case notYetValid(Timestamp)
  case expired(expires: Int, at: Timestamp, server: Timestamp)
  case missingSignedHeader(String)
  /// Both texts are what AWS shows the client.
  case mismatch(canonicalRequest: String, stringToSign: String)
}
