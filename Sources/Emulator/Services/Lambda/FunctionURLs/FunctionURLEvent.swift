import Protocols

/// The event of a request to a function URL, payload format 2.0
/// (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads).
enum FunctionURLEvent {
  /// `caller` nil: who calls does not sign.
  static func of(
    _ exchange: FunctionURLExchange, requestID: String, caller: Caller?, now: Timestamp
  ) -> (payload: [UInt8], requestID: String) {
    let head = exchange.head
    var writer = JSONWriter()
    writer.beginObject()
    func pair(_ key: String, _ value: String) {
      writer.key(key)
      writer.string(value)
    }
    pair("version", "2.0")
    pair("routeKey", "$default")
    pair("rawPath", PercentEncoding.decodeString(head.path) ?? head.path)
    pair("rawQueryString", head.query)
    let cookies = head.fields.values("Cookie").flatMap { $0.split(separator: ";") }
      .map { String($0.drop { $0 == " " }) }
    if !cookies.isEmpty {
      writer.key("cookies")
      writer.beginArray()
      for cookie in cookies { writer.string(cookie) }
      writer.endArray()
    }
    writer.key("headers")
    writer.beginObject()
    for (name, value) in headers(exchange) { pair(name, value) }
    writer.endObject()
    let parameters = joined((try? Form.parse(head.query))?.map { ($0.name, $0.value) } ?? [])
    if !parameters.isEmpty {
      writer.key("queryStringParameters")
      writer.beginObject()
      for (name, value) in parameters { pair(name, value) }
      writer.endObject()
    }
    writer.key("requestContext")
    writer.beginObject()
    pair("accountId", caller?.account ?? "anonymous")
    pair("apiId", exchange.id)
    if let caller {
      writer.key("authentication")
      writer.null()
      writer.key("authorizer")
      writer.beginObject()
      writer.key("iam")
      writer.beginObject()
      pair("accessKey", caller.accessKey)
      pair("accountId", caller.account)
      // AWS shows ids here; of a caller its ARN is known, whose last part stands for one.
      let id = callerID(caller)
      pair("callerId", id)
      for name in ["cognitoIdentity", "principalOrgId"] {
        writer.key(name)
        writer.null()
      }
      pair("userArn", caller.arn)
      pair("userId", id)
      writer.endObject()
      writer.endObject()
    }
    let host = head.fields["Host"] ?? ""
    pair("domainName", String(host.prefix { $0 != ":" }))
    pair("domainPrefix", exchange.id)
    writer.key("http")
    writer.beginObject()
    pair("method", head.method)
    pair("path", PercentEncoding.decodeString(head.path) ?? head.path)
    pair("protocol", "HTTP/1.1")
    pair("sourceIp", exchange.peer.address)
    pair("userAgent", head.fields["User-Agent"] ?? "")
    writer.endObject()
    pair("requestId", requestID)
    pair("routeKey", "$default")
    pair("stage", "$default")
    pair("time", time(now))
    writer.key("timeEpoch")
    writer.raw(String(now.milliseconds))
    writer.endObject()
    let text = isText(head) ? String(validating: exchange.body, as: UTF8.self) : nil
    if !exchange.body.isEmpty { pair("body", text ?? Base64.encode(exchange.body)) }
    writer.key("isBase64Encoded")
    writer.bool(!exchange.body.isEmpty && text == nil)
    writer.endObject()
    return (writer.bytes, requestID)
  }

  /// A root user's id is its account's number.
  private static func callerID(_ caller: Caller) -> String {
    let name = caller.arn.split(separator: "/").dropFirst().joined(separator: ":")
    return name.isEmpty ? caller.account : name
  }

  /// Names in lower case, values of one name joined; with what AWS's front adds.
  private static func headers(_ exchange: FunctionURLExchange) -> [(String, String)] {
    var all = exchange.head.fields.all.map { ($0.name.lowercased(), $0.value) }
      .filter { $0.0 != "cookie" && $0.0 != "connection" && $0.0 != "x-forwarded-for" }
    all.append(("x-forwarded-for", exchange.peer.address))
    all.append(("x-forwarded-proto", exchange.peer.isTLS ? "https" : "http"))
    let host = exchange.head.fields["Host"] ?? ""
    all.append(("x-forwarded-port", host.split(separator: ":").dropFirst().first.map(String.init) ?? "80"))
    return joined(all)
  }

  private static func joined(_ pairs: [(String, String)]) -> [(String, String)] {
    var order: [String] = []
    var values: [String: String] = [:]
    for (name, value) in pairs {
      if let known = values[name] {
        values[name] = known + "," + value
      } else {
        order.append(name)
        values[name] = value
      }
    }
    return order.map { ($0, values[$0] ?? "") }
  }

  /// Bodies of other types are handed on as base64 even when they are text.
  private static func isText(_ head: HTTPRequestHead) -> Bool {
    guard let type = head.fields["Content-Type"]?.lowercased() else { return false }
    if head.fields["Content-Encoding"] != nil { return false }
    return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/xml")
      || type.hasPrefix("application/javascript") || type.contains("+json") || type.contains("+xml")
  }

  /// `12/Mar/2020:19:03:58 +0000`
  private static func time(_ now: Timestamp) -> String {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let text = now.iso8601(.milliseconds)
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]) else { return text }
    return "\(parts[2])/\(months[month - 1])/\(parts[0]):\(text.dropFirst(11).prefix(8)) +0000"
  }
}
