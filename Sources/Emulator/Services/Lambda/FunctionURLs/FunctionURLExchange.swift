import Protocols
import Runtime

/// One request to a function URL and its answer. Loop only.
final class FunctionURLExchange {
  let head: HTTPRequestHead
  let peer: HTTPPeer
  let body: [UInt8]
  let id: String
  var cors: CorsRules?
  private let responder: any HTTPResponder
  private var streaming: StreamedAnswer?

  init(
    _ head: HTTPRequestHead, _ peer: HTTPPeer, _ body: [UInt8], _ responder: any HTTPResponder, id: String
  ) {
    self.head = head
    self.peer = peer
    self.body = body
    self.responder = responder
    self.id = id
  }

  var isSigned: Bool {
    if head.fields["Authorization"]?.hasPrefix("AWS4-HMAC-SHA256") ?? false { return true }
    return ((try? Form.parse(head.query)) ?? []).contains { $0.name == "X-Amz-Signature" }
  }

  /// Of the signature; empty where it names none.
  var accessKey: String { CredentialScope.accessKey(head) }

  func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    var head = head
    cors?.add(to: &head.fields, for: self.head)
    responder.respond(head, body)
  }

  /// As AWS words it: what is wrong with the signature under `message`, without what should have been signed.
  func refuse(_ error: AWSError) {
    let isSignature = error.code != "AccessDeniedException"
    let text = error.message?.split(separator: "\n\n", maxSplits: 1).first
    refuse(error.status, error.code, text.map(String.init), member: isSignature ? "message" : "Message")
  }

  /// `message` nil: `{"Message":null}`, as AWS answers to an address of nobody's.
  func refuse(_ status: Int, _ type: String?, _ message: String?, member: String = "Message") {
    var fields = HTTPFields([.init(name: "Content-Type", value: "application/json")])
    if let type { fields.add("x-amzn-ErrorType", type) }
    let body = JSONValue.object(
      JSONObject([.init(key: member, value: message.map { .string($0) } ?? .null)]))
    respond(HTTPResponseHead(status: status, fields: fields), .bytes(body.bytes))
  }

  // MARK: A whole answer

  func finish(_ result: InvocationResult) {
    if let streaming { return streaming.finish() }
    switch result {
    case .refused(let error): refuse(error.status, error.code, error.message)
    case .answered(_, .some, _): failed()
    case .answered(let payload, nil, _): answer(payload)
    }
  }

  private func failed() {
    let fields = HTTPFields([.init(name: "Content-Type", value: "application/json")])
    respond(HTTPResponseHead(status: 502, fields: fields), .bytes(Array("Internal Server Error".utf8)))
  }

  /// An object with a `statusCode` is the answer's head and body; anything else is a body of JSON.
  private func answer(_ payload: [UInt8]) {
    guard let value = try? JSONValue.parse(payload) else { return failed() }
    guard value.object != nil, value["statusCode"] != nil else {
      let fields = HTTPFields([.init(name: "Content-Type", value: "application/json")])
      let body = value.string.map { Array($0.utf8) } ?? payload
      return respond(HTTPResponseHead(status: 200, fields: fields), .bytes(body))
    }
    guard let head = FunctionURLExchange.head(of: value) else { return failed() }
    let text = value["body"] ?? .null
    guard let body = text.isNull ? "" : text.string else { return failed() }
    var bytes = Array(body.utf8)
    if value["isBase64Encoded"]?.bool == true {
      guard let decoded = Base64.decode(body, .lenient) else { return failed() }
      bytes = decoded
    }
    respond(head, .bytes(bytes))
  }

  /// `statusCode`, `headers`, `cookies`; nil for what is no head.
  static func head(of value: JSONValue) -> HTTPResponseHead? {
    var status = 200
    if let code = value["statusCode"] {
      guard let number = code.int ?? code.string.flatMap({ Int($0) }), (200...599).contains(number) else { return nil }
      status = number
    }
    var fields = HTTPFields()
    for member in value["headers"]?.object?.members ?? [] {
      let text: String
      switch member.value {
      case .string(let own): text = own
      case .number(let own): text = own
      case .bool(let own): text = own ? "true" : "false"
      default: return nil
      }
      guard isToken(member.key), isValue(text) else { return nil }
      let lowered = member.key.lowercased()
      // Framing is the transport's.
      if ["content-length", "transfer-encoding", "connection"].contains(lowered) { continue }
      fields.add(member.key, text)
    }
    for cookie in value["cookies"]?.array?.compactMap(\.string) ?? [] where isValue(cookie) {
      fields.add("Set-Cookie", cookie)
    }
    if fields["Content-Type"] == nil { fields.add("Content-Type", "application/json") }
    return HTTPResponseHead(status: status, fields: fields)
  }

  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
  }

  private static func isValue(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 } }

  // MARK: A streamed answer

  func stream(_ stream: ResponseStream) {
    let answer = StreamedAnswer(stream) { [self] head, body in respond(head, body) }
    streaming = answer
    answer.begin()
  }
}
