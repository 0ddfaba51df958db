import Protocols

/// One call of the admin API, taken apart. Loop only; answers once.
struct AdminCall {
  let method: String
  /// The path behind `/_cauce/`, in its parts; `localstack-health` for LocalStack's page.
  let parts: [String]
  let query: [Form.Field]
  let body: [UInt8]
  let responder: any HTTPResponder

  init(_ head: HTTPRequestHead, _ body: [UInt8], _ responder: any HTTPResponder) {
    method = head.method
    if head.path == "/_localstack/health" {
      parts = ["localstack-health"]
    } else {
      parts = head.path.split(separator: "/").dropFirst().map { PercentEncoding.decodeString(String($0)) ?? String($0) }
    }
    query = (try? Form.parse(head.query)) ?? []
    self.body = body
    self.responder = responder
  }

  func parameter(_ name: String) -> String? {
    for field in query where field.name == name { return field.value }
    return nil
  }

  func answer(_ status: Int, _ value: JSONValue) {
    answer(status, value.bytes + [10], type: "application/json")
  }

  func answer(_ status: Int, _ body: [UInt8], type: String) {
    responder.respond(
      HTTPResponseHead(status: status, fields: HTTPFields([.init(name: "Content-Type", value: type)])), .bytes(body))
  }
}
