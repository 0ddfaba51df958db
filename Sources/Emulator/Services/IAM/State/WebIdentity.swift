import Protocols
import Runtime

/// What an OpenID Connect token says of its bearer. Its signature is not checked: that takes the provider's keys, from the
/// network.
struct WebIdentity {
  /// `iss` without its scheme: what condition keys and a provider's ARN begin with.
  var provider: String
  var issuer: String
  var subject: String
  var audience: String
  /// Seconds since 1970.
  var expires: Double
  /// The keys `<provider>:sub`, `<provider>:aud` and the like, lower case.
  var values: [String: [String]]
  var tags: [Values<Tag>] = []
  var transitiveTagKeys: [String] = []
  var sourceIdentity: String?

  /// Claims that a condition may ask for
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
  private static let asked = ["aud", "sub", "amr", "oaud", "azp", "email"]

  init(_ token: String) throws(AWSError) {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, WebIdentity.object(parts[0]) != nil, let claims = WebIdentity.object(parts[1]) else {
      throw AWSError(
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
    }
    func claim(_ name: String) throws(AWSError) -> JSONValue {
      guard let value = claims[name] else {
        throw AWSError("InvalidIdentityToken", "Missing a required claim: \(name)")
      }
      return value
    }
    issuer = try claim("iss").string ?? ""
    subject = try claim("sub").string ?? ""
    let audiences = try claim("aud")
    audience = claims["azp"]?.string ?? audiences.string ?? audiences.array?.first?.string ?? ""
    guard let expires = Double(try claim("exp").text) else {
      throw AWSError("InvalidIdentityToken", "Missing a required claim: exp")
    }
    self.expires = expires
    provider = issuer.hasPrefix("https://") ? String(issuer.dropFirst("https://".count)) : issuer
    values = [:]
    for name in WebIdentity.asked {
      guard let value = claims[name] else { continue }
      let texts = value.array?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
      if !texts.isEmpty { values["\(provider):\(name)".lowercased()] = texts }
    }
    // With `azp` AWS takes that for the audience.
    values["\(provider):aud".lowercased()] = [audience]
    sourceIdentity = claims["https://aws.amazon.com/source_identity"]?.string
    guard let tags = claims["https://aws.amazon.com/tags"]?.object else { return }
    for member in tags["principal_tags"]?.object?.members ?? [] {
      guard let value = member.value.array?.first?.string ?? member.value.string else { continue }
      self.tags.append(
        .with {
          $0[Tag.key] = member.key
          $0[Tag.value] = value
        })
    }
    transitiveTagKeys = tags["transitive_tag_keys"]?.array?.compactMap(\.string) ?? []
  }

  private static func object(_ part: Substring) -> JSONObject? {
    var text = part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    while text.count % 4 != 0 { text.append("=") }
    guard let bytes = Base64.decode(String(text)) else { return nil }
    return (try? JSONValue.parse(bytes))?.object
  }
}
