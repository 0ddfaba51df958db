package import Protocols

/// What the statements of one policy say of a request: an explicit denial goes before every permission
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
package enum PolicyVerdict: Sendable {
  case denied, allowed, silent

  /// `canonicalUser` is that of the caller's account, which only S3's policies name.
  package init(
    _ statements: [PolicyStatement], _ action: String, _ resource: String, _ caller: Caller,
    canonicalUser: String = "", _ values: PolicyValues
  ) {
    var verdict = PolicyVerdict.silent
    for statement in statements {
      guard statement.hasAction(action), statement.hasResource(resource, values),
        statement.isAbout(caller, canonicalUser: canonicalUser), statement.holds(values)
      else { continue }
      if !statement.allows {
        self = .denied
        return
      }
      verdict = .allowed
    }
    self = verdict
  }
}

extension PolicyStatement {
  /// The statements of a policy that was checked when it was set; nothing of one that cannot be read.
  package static func all(in text: String) -> [PolicyStatement] {
    let json = try? JSONValue.parse(text)
    let all = json?.object?["Statement"].map { $0.array ?? [$0] } ?? []
    return all.compactMap { $0.object.flatMap { PolicyStatement($0) } }
  }
}

extension PolicyValues {
  /// The keys that every service knows of a request
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
  package init(of request: RequestContext, resourceAccount: String) {
    self.init()
    let caller = request.caller
    if !request.sourceAddress.isEmpty { values["aws:sourceip"] = [request.sourceAddress] }
    values["aws:securetransport"] = [request.isSecure ? "true" : "false"]
    values["aws:viaawsservice"] = ["false"]
    values["aws:principalisawsservice"] = ["false"]
    values["aws:principaltype"] = [PolicyValues.principalType(caller)]
    values["aws:currenttime"] = [request.now.iso8601(.none)]
    values["aws:epochtime"] = ["\(request.now.seconds)"]
    values["aws:requestedregion"] = [request.region]
    values["aws:resourceaccount"] = [resourceAccount]
    if !caller.isAnonymous {
      values["aws:principalarn"] = [caller.arn]
      values["aws:principalaccount"] = [caller.account]
      if let arn = ARN(caller.arn), arn.resource.hasPrefix("user/"), let name = arn.resource.split(separator: "/").last
      {
        values["aws:username"] = [String(name)]
      }
    }
    if let referer = request.head?.fields["Referer"] { values["aws:referer"] = [referer] }
    if let agent = request.head?.fields["User-Agent"] { values["aws:useragent"] = [agent] }
  }

  private static func principalType(_ caller: Caller) -> String {
    guard let arn = ARN(caller.arn) else { return "Anonymous" }
    if arn.resource.hasPrefix("user/") { return "User" }
    if arn.resource.hasPrefix("assumed-role/") { return "AssumedRole" }
    if arn.resource.hasPrefix("federated-user/") { return "FederatedUser" }
    return "Account"
  }
}
