import Protocols

/// A call of the Lambda Runtime API, as its path names it (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
enum RuntimeCall: Equatable {
  case next
  case response(requestID: String)
  case error(requestID: String)
  case initError

  private static let base = "/2018-06-01/runtime/"
  static let notFound = #"{"errorMessage":"Not found","errorType":"NotFound"}"#
  static let invalidRequestID = #"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#

  static let invalidResponseMode =
    #"{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}"#
  static let isInitialised =
    #"{"errorMessage":"State transition from Ready to InitError failed for runtime. Error: State transition is not "#
    + #"allowed","errorType":"InvalidStateTransition"}"#

  init?(_ head: HTTPRequestHead) {
    guard head.path.hasPrefix(RuntimeCall.base) else { return nil }
    let parts = head.path.dropFirst(RuntimeCall.base.count).split(separator: "/").map(String.init)
    switch (head.method, parts.count, parts.first, parts.last) {
    case ("GET", 2, "invocation", "next"): self = .next
    case ("POST", 3, "invocation", "response"): self = .response(requestID: parts[1])
    case ("POST", 3, "invocation", "error"): self = .error(requestID: parts[1])
    case ("POST", 2, "init", "error"): self = .initError
    default: return nil
    }
  }

  static func respond(_ responder: any HTTPResponder, status: Int, _ text: String) {
    let fields = HTTPFields([HTTPFields.Field(name: "Content-Type", value: "application/json")])
    responder.respond(HTTPResponseHead(status: status, fields: fields), .bytes(Array(text.utf8)))
  }
}
