import Protocols

/// The Lambda Runtime API as one process sees it (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): the
/// program asks for the next event and posts a result, an error, or that it could not be initialised. Loop only.
final class RuntimeAPI: HTTPApplication {
  private weak var process: FunctionProcess?

  init(_ process: FunctionProcess) { self.process = process }

  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    guard let process else { return answer(head, responder) }
    if let call = ExtensionCall(head) {
      return MemorySink(limit: 1 << 20, expected: head.contentLength) { sink in
        process.extensions.answer(call, head, sink.bytes, responder)
      }
    }
    switch RuntimeCall(head) {
    case .next: return MemorySink(limit: 0) { _ in process.asksForNext(responder) }
    case .response(let id): return takeAnswer(head, process, requestID: id, responder, isError: false)
    case .error(let id): return takeAnswer(head, process, requestID: id, responder, isError: true)
    case .initError:
      return MemorySink(limit: 1 << 20, expected: head.contentLength) { sink in
        if process.initFailed(sink.bytes) {
          RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
        } else {
          RuntimeCall.respond(responder, status: 403, RuntimeCall.isInitialised)
        }
      }
    case nil: return answer(head, responder)
    }
  }

  private func takeAnswer(
    _ head: HTTPRequestHead, _ process: FunctionProcess, requestID: String, _ responder: any HTTPResponder,
    isError: Bool
  ) -> any BodySink {
    let limit = FunctionFailure.answerLimit
    let mode = head.fields["Lambda-Runtime-Function-Response-Mode"] ?? ""
    let isStreamed = mode == "streaming"
    if !isError, !isStreamed, !mode.isEmpty, process.mayAnswer(requestID) {
      return MemorySink(limit: limit, expected: head.contentLength) { _ in
        RuntimeCall.respond(responder, status: 400, RuntimeCall.invalidResponseMode)
        process.answered(
          FunctionFailure.body("Runtime.InvalidResponseModeHeader", "Invalid function response mode"),
          functionError: "Unhandled")
      }
    }
    if isStreamed, !isError, process.mayAnswer(requestID),
      let stream = process.beginsStream(contentType: head.fields["Content-Type"] ?? "application/octet-stream")
    {
      return StreamSink(stream) { ending in
        RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
        process.answered(ending.answer.payload, functionError: ending.answer.functionError)
      }
    }
    return MemorySink(limit: limit, expected: head.contentLength) { sink in
      guard process.mayAnswer(requestID) else {
        return RuntimeCall.respond(responder, status: 400, RuntimeCall.invalidRequestID)
      }
      if sink.overflow {
        let (type, message) = FunctionFailure.tooLarge
        RuntimeCall.respond(
          responder, status: 413, #"{"errorMessage":"\#(message)","errorType":"RequestEntityTooLarge"}"#)
        process.answered(FunctionFailure.body(type, message), functionError: "Unhandled")
        return
      }
      RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
      process.answered(sink.bytes, functionError: isError ? "Unhandled" : nil)
    }
  }

  /// Answers once the body, which does not matter, is in.
  private func answer(_ head: HTTPRequestHead, _ responder: any HTTPResponder) -> any BodySink {
    MemorySink(limit: 1 << 20, expected: head.contentLength) { _ in
      RuntimeCall.respond(responder, status: 404, RuntimeCall.notFound)
    }
  }
}
