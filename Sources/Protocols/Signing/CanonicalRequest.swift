/// The one form of a request that both sides sign
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
package struct CanonicalRequest: Sendable, Equatable {
  /// How the path becomes canonical.
  package enum PathRule: Sendable {
    /// S3: encoded once, dots and double slashes kept, since an object's key may have them.
    case s3
    /// Every other service: the path as sent is normalised, and encoded once more.
    case other

    package init(service: String) {
      self = service == "s3" || service == "s3express" || service == "s3-object-lambda" ? .s3 : .other
    }
  }

  package static let unsignedPayload = "UNSIGNED-PAYLOAD"

  /// The text, as AWS shows it beside SignatureDoesNotMatch.
  package let text: String

  /// - Parameters:
  ///   - query: as sent, without `?`; a parameter `X-Amz-Signature` is left out.
  ///   - signedHeaders: names in lower case, in the order of the signature (sorted).
  ///   - payload: the body's SHA-256 in hexadecimal, or the word that stands for it.
  package init(
    method: String, path: String, query: String, fields: HTTPFields, signedHeaders: [String], payload: String,
    rule: PathRule
  ) {
    var text = method + "\n"
    text += CanonicalRequest.path(path, rule) + "\n"
    text += CanonicalRequest.query(query) + "\n"
    for name in signedHeaders {
      let values = fields.values(name).map(CanonicalRequest.trimmed)
      text += name + ":" + values.joined(separator: ",") + "\n"
    }
    text += "\n" + signedHeaders.joined(separator: ";") + "\n" + payload
    self.text = text
  }

  /// SHA-256 in hexadecimal.
  package var hash: String { Hex.encode(SHA256.hash(text)) }

  // MARK: Parts

  static func path(_ path: String, _ rule: PathRule) -> String {
    if path.isEmpty { return "/" }
    switch rule {
    case .s3:
      // What clients leave unencoded differs, so both sides go by the decoded key.
      guard let bytes = PercentEncoding.decode(path) else { return PercentEncoding.encode(path, keepingSlash: true) }
      return PercentEncoding.encode(bytes, keepingSlash: true)
    case .other: return PercentEncoding.encode(normalised(path), keepingSlash: true)
    }
  }

  /// Without empty and dot segments (RFC 3986 §5.2.4); a slash at the end stays.
  private static func normalised(_ path: String) -> String {
    var kept: [Substring] = []
    for segment in path.split(separator: "/") {
      if segment == "." { continue }
      if segment == ".." {
        _ = kept.popLast()
      } else {
        kept.append(segment)
      }
    }
    let slash = path.hasSuffix("/") && !kept.isEmpty ? "/" : ""
    return "/" + kept.joined(separator: "/") + slash
  }

  static func query(_ query: String) -> String {
    if query.isEmpty { return "" }
    var parameters: [(name: String, value: String)] = []
    for piece in query.split(separator: "&") {
      let equals = piece.firstIndex(of: "=")
      let name = canonical(piece[..<(equals ?? piece.endIndex)])
      if name == "X-Amz-Signature" { continue }
      parameters.append((name, equals.map { canonical(piece[piece.index(after: $0)...]) } ?? ""))
    }
    parameters.sort { a, b in
      if a.name == b.name { return a.value.utf8.lexicographicallyPrecedes(b.value.utf8) }
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    return parameters.map { $0.name + "=" + $0.value }.joined(separator: "&")
  }

  /// A part of the query, decoded and encoded again; what cannot be decoded is taken as it stands.
  private static func canonical(_ part: Substring) -> String {
    let part = String(part)
    if let bytes = PercentEncoding.decode(part, plusIsSpace: true) { return PercentEncoding.encode(bytes) }
    return PercentEncoding.encode(part)
  }

  /// Without white space around it, each run of it inside as one blank.
  private static func trimmed(_ value: String) -> String {
    value.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" })
      .joined(separator: " ")
  }
}
