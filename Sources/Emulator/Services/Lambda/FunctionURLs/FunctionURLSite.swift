package import Protocols
import Runtime

/// Functions served over HTTP at addresses of their own, `http://<id>.lambda-url.<region>.localhost:<port>/`, or with such
/// a Host of AWS's own domain (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). Loop only.
package final class FunctionURLSite: HTTPApplication {
  private unowned let service: LambdaService
  /// Where signatures are verified; made at the first signed request.
  private var authentication: Authentication?

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
    let isSigned = found[FunctionURLConfig.authType] == "AWS_IAM"
    var caller: Caller?
    if isSigned {
      do throws(AWSError) {
        caller = try self.caller(of: exchange, reference)
      } catch {
        return exchange.refuse(error)
      }
    }
    guard (try? reference.find(service)) != nil else { return exchange.refuse(FunctionURLSite.forbidden) }
    let event = FunctionURLEvent.of(
      exchange, requestID: service.newID(), caller: caller, now: service.setting.clock.now)
    let asked = InvocationRequest(
      reference, requestID: event.requestID, payload: event.payload, trace: exchange.head.fields["X-Amzn-Trace-Id"])
    let streams = found[FunctionURLConfig.invokeMode] == "RESPONSE_STREAM"
    asked.start(service, stream: streams ? { stream, _ in exchange.stream(stream) } : nil) { result, _ in
      exchange.finish(result)
    }
  }
  private static let forbidden = AWSError(
    "AccessDeniedException",
    "Forbidden. For troubleshooting Function URL authorization issues, see: "
      + "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html", status: 403)

  /// Who signed. With `--auth off` any signature goes, and its key tells whose it is, as everywhere; with `--auth verify` it
  /// must stand, and one of another account's needs a statement in the function's policy.
  private func caller(
    of exchange: FunctionURLExchange, _ reference: FunctionReference
  ) throws(AWSError) -> Caller {
    guard exchange.isSigned else { throw AWSError("AccessDeniedException", "Forbidden", status: 403) }
    guard let keys = service.setting.ports.keys else {
      let key = exchange.accessKey
      let account = CredentialScope.isAccount(key) ? key : reference.key.account
      return Caller(accessKey: key, arn: "arn:aws:iam::\(account):root", account: account)
    }
    let authentication = authentication ?? Authentication(keys)
    self.authentication = authentication
    let caller = try authentication.caller(
      of: exchange.head, body: exchange.body, LambdaService.description, region: reference.key.region,
      now: service.setting.clock.now)
    if caller.account != reference.key.account, !allows(caller, reference) { throw FunctionURLSite.forbidden }
    return caller
  }

  /// Whether the function's policy lets another account's caller in
  /// (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
  private func allows(_ caller: Caller, _ reference: FunctionReference) -> Bool {
    let values = PolicyValues(["lambda:functionurlauthtype": ["AWS_IAM"], "lambda:invokedviafunctionurl": ["true"]])
    let statements = (try? service.store.statements(of: reference.policyKey)) ?? []
    return statements.contains { row in
      guard let json = (try? JSONValue.parse(Array(row.statement.utf8)))?.object,
        let statement = PolicyStatement(json)
      else { return false }
      return statement.allows && statement.isAbout(caller, canonicalUser: "")
        && statement.hasAction("lambda:InvokeFunctionUrl") && statement.hasResource(reference.arn, values)
        && statement.holds(values)
    }
  }
}
