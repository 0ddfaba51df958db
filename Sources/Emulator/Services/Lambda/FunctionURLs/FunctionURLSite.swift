package import Protocols
import Runtime

/// Functions served over HTTP at addresses of their own, `http://<id>.lambda-url.<region>.localhost:<port>/`, or with such
/// a Host of AWS's own domain (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). Loop only.
package final class FunctionURLSite: HTTPApplication {
  private unowned let service: LambdaService

  package init(_ service: LambdaService) { self.service = service }

  /// Whether the request is for a function URL.
  package func serves(_ head: HTTPRequestHead) -> Bool {
    if service.functionURLs.isEmpty { return false }
    return head.fields["Host"].flatMap(FunctionURLSite.id) != nil
  }

  /// `<id>` of `<id>.lambda-url.<region>.…`.
  static func id(ofHost host: String) -> String? {
    let parts = host.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[1] == "lambda-url" ? String(parts[0]) : nil
  }

  package func begin(
    _ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder
  ) -> (any BodySink)? {
    let id = FunctionURLSite.id(ofHost: head.fields["Host"] ?? "") ?? ""
    return MemorySink(limit: Payload.synchronousLimit, expected: head.contentLength) { [self] sink in
      let exchange = FunctionURLExchange(head, peer, sink.bytes, responder, id: id)
      if sink.overflow {
        return exchange.refuse(413, nil, "Request must be smaller than \(Payload.synchronousLimit) bytes")
      }
      answer(exchange)
    }
  }

  private func answer(_ exchange: FunctionURLExchange) {
    guard let reference = service.functionURLs[exchange.id],
      let found = try? service.store.documents.values(
        .functionURL, reference.key, reference.qualifier ?? "", as: FunctionURLConfig.self)
    else {
      return exchange.refuse(404, "ResourceNotFoundException", nil)
    }
    exchange.cors = found[FunctionURLConfig.cors].map(CorsRules.init)
    if let preflight = exchange.cors?.preflight(exchange.head) { return exchange.respond(preflight, .bytes([])) }
    // Any signature goes, as everywhere with --auth off; without one AWS_IAM lets nobody in.
    let needsSignature = found[FunctionURLConfig.authType] == "AWS_IAM"
    if needsSignature, !exchange.isSigned { return exchange.refuse(403, "AccessDeniedException", "Forbidden") }
    guard (try? reference.find(service)) != nil else {
      return exchange.refuse(
        403, "AccessDeniedException",
        "Forbidden. For troubleshooting Function URL authorization issues, see: "
          + "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html")
    }
    let event = FunctionURLEvent.of(
      exchange, requestID: service.newID(), account: needsSignature ? reference.key.account : nil,
      now: service.setting.clock.now)
    let asked = InvocationRequest(
      reference, requestID: event.requestID, payload: event.payload, trace: exchange.head.fields["X-Amzn-Trace-Id"])
    let streams = found[FunctionURLConfig.invokeMode] == "RESPONSE_STREAM"
    asked.start(service, stream: streams ? { stream, _ in exchange.stream(stream) } : nil) { result, _ in
      exchange.finish(result)
    }
  }
}
