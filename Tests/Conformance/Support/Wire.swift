import Protocols

/// What a client is answered, as it stands on the wire.
package struct ClientAnswer: Sendable {
  package var status: Int
  package var text: String

  /// The error as `Code: message`; empty for none. Of either kind of protocol.
  package var refusal: String {
    if let json = (try? JSONValue.parse(text))?.object, let type = json["__type"]?.string {
      let code = type.split(separator: "#").last.map(String.init) ?? type
      return "\(code): \(json["message"]?.string ?? json["Message"]?.string ?? "")"
    }
    guard let code = element("Code"), status >= 400 else { return "" }
    return "\(code): \(element("Message") ?? "")"
  }

  /// What stands in the first element of that name.
  package func element(_ name: String) -> String? {
    guard let start = range(of: "<\(name)>", from: text.startIndex),
      let end = range(of: "</\(name)>", from: start.upperBound)
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }

  private func range(of part: String, from start: String.Index) -> Range<String.Index>? {
    text[start...].ranges(of: part).first
  }
}

extension TestHouse {
  /// A request of the Query protocol. `parameters` is `Name=value&…`, the values as they are, without `&`.
  package func query(_ action: String, _ parameters: String, service: String, version: String) async -> ClientAnswer {
    var form = "Action=\(action)&Version=\(version)"
    for pair in parameters.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      form += "&\(parts[0])=\(PercentEncoding.encode(parts.count > 1 ? String(parts[1]) : ""))"
    }
    let type = ("Content-Type", "application/x-www-form-urlencoded")
    return await wire([type, TestHouse.signature(service)], form)
  }

  /// A request of the AWS JSON protocols.
  package func json(_ target: String, _ body: String, service: String, version: String = "1.1") async -> ClientAnswer {
    let type = ("Content-Type", "application/x-amz-json-\(version)")
    return await wire([type, ("X-Amz-Target", target), TestHouse.signature(service)], body)
  }

  private func wire(_ fields: [(String, String)], _ body: String) async -> ClientAnswer {
    let answer = await send("POST", "/", fields: fields, body: Array(body.utf8))
    return ClientAnswer(status: answer.status, text: String(decoding: answer.body, as: UTF8.self))
  }

  private static func signature(_ service: String) -> (String, String) {
    let credential = "\(account)/20260101/\(region)/\(service)/aws4_request"
    return ("Authorization", "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=host, Signature=0")
  }
}
