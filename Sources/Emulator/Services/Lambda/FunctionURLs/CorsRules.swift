import Protocols

/// A function URL's CORS settings as a browser meets them
/// (https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors).
struct CorsRules {
  private let cors: Values<Cors>

  init(_ cors: Values<Cors>) { self.cors = cors }

  /// The answer to a preflight; nil for any other request.
  func preflight(_ head: HTTPRequestHead) -> HTTPResponseHead? {
    guard head.method == "OPTIONS", head.fields["Origin"] != nil,
      head.fields["Access-Control-Request-Method"] != nil
    else { return nil }
    var fields = HTTPFields()
    add(to: &fields, for: head)
    if allowedOrigin(head) != nil {
      if let methods = cors[Cors.allowMethods], !methods.isEmpty {
        fields.add("Access-Control-Allow-Methods", methods.joined(separator: ","))
      }
      if let headers = cors[Cors.allowHeaders], !headers.isEmpty {
        fields.add("Access-Control-Allow-Headers", headers.joined(separator: ","))
      }
      if let age = cors[Cors.maxAge] { fields.add("Access-Control-Max-Age", "\(age)") }
    }
    return HTTPResponseHead(status: 200, fields: fields)
  }

  private func allowedOrigin(_ head: HTTPRequestHead) -> String? {
    guard let origin = head.fields["Origin"] else { return nil }
    let allowed = cors[Cors.allowOrigins] ?? []
    if allowed.contains(origin) { return origin }
    return allowed.contains("*") ? (cors[Cors.allowCredentials] == true ? origin : "*") : nil
  }

  /// What every answer has; fields of the handler's own of these names give way.
  func add(to fields: inout HTTPFields, for head: HTTPRequestHead) {
    guard let origin = allowedOrigin(head) else { return }
    fields["Access-Control-Allow-Origin"] = origin
    if cors[Cors.allowCredentials] == true { fields["Access-Control-Allow-Credentials"] = "true" }
    if let exposed = cors[Cors.exposeHeaders], !exposed.isEmpty {
      fields["Access-Control-Expose-Headers"] = exposed.joined(separator: ",")
    }
    if origin != "*" { fields.add("Vary", "Origin") }
  }
}
