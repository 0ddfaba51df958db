import Protocols

/// The Lambda Runtime API as one process sees it (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): the
/// program asks for the next event and posts a result, an error, or that it could not be initialised. Loop only.
final class RuntimeAPI: HTTPApplication {
  private weak var process: FunctionProcess?

  init(_ process: FunctionProcess) { self.process = process }

  private static let base = "/2018-06-01/runtime/"

  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    guard let process, head.path.hasPrefix(RuntimeAPI.base) else {
      return answer(head, responder, status: 404, #"{"errorMessage":"Not found","errorType":"NotFound"}"#)
    }
    let parts = head.path.dropFirst(RuntimeAPI.base.count).split(separator: "/").map(String.init)
    switch (head.method, parts.count, parts.first, parts.last) {
    case ("GET", 2, "invocation", "next"):
      return MemorySink(limit: 0) { _ in process.asksForNext(responder) }
    case ("POST", 3, "invocation", "response"):
      return takeAnswer(head, process, requestID: parts[1], responder, isError: false)
    case ("POST", 3, "invocation", "error"):
      return takeAnswer(head, process, requestID: parts[1], responder, isError: true)
    case ("POST", 2, "init", "error"):
      return MemorySink(limit: 1 << 20, expected: head.contentLength) { sink in
        process.initFailed(sink.bytes)
        Self.respond(responder, status: 202, #"{"status":"OK"}"#)
      }
    default:
      return answer(head, responder, status: 404, #"{"errorMessage":"Not found","errorType":"NotFound"}"#)
    }
  }

  private func takeAnswer(
    _ head: HTTPRequestHead, _ process: FunctionProcess, requestID: String, _ responder: any HTTPResponder,
    isError: Bool
  ) -> any BodySink {
    MemorySink(limit: FunctionProcess.answerLimit, expected: head.contentLength) { sink in
      guard process.mayAnswer(requestID) else {
        let text = #"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#
        return Self.respond(responder, status: 400, text)
      }
      if sink.overflow {
        let limit = FunctionProcess.answerLimit
        let message = "Response payload size exceeded maximum allowed payload size (\(limit) bytes)."
        Self.respond(responder, status: 413, #"{"errorMessage":"\#(message)","errorType":"RequestEntityTooLarge"}"#)
        process.answered(FunctionProcess.failure("Function.ResponseSizeTooLarge", message), functionError: "Unhandled")
        return
      }
      Self.respond(responder, status: 202, #"{"status":"OK"}"#)
      process.answered(sink.bytes, functionError: isError ? "Unhandled" : nil)
    }
  }

  /// Answers once the body, which does not matter, is in.
  private func answer(
    _ head: HTTPRequestHead, _ responder: any HTTPResponder, status: Int, _ text: String
  ) -> any BodySink {
    MemorySink(limit: 1 << 20, expected: head.contentLength) { _ in Self.respond(responder, status: status, text) }
  }

  private static func respond(_ responder: any HTTPResponder, status: Int, _ text: String) {
    let fields = HTTPFields([HTTPFields.Field(name: "Content-Type", value: "application/json")])
    responder.respond(HTTPResponseHead(status: status, fields: fields), .bytes(Array(text.utf8)))
  }
}
