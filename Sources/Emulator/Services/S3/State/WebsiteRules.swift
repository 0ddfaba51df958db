import Protocols

extension WebsiteConfiguration {
  /// What S3 refuses of a website
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html).
  static func check(_ site: Values<WebsiteConfiguration>) throws(AWSError) {
    if let all = site[redirectAllRequestsTo] {
      if site.has(indexDocument) || site.has(errorDocument) || site.has(routingRules) {
        throw AWSError.invalidArgument(
          "RedirectAllRequestsTo", "not null",
          "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.")
      }
      try check(protocol: all[RedirectAllRequestsTo.`protocol`])
      return
    }
    guard let index = site[indexDocument] else {
      throw AWSError.invalidArgument(
        "IndexDocument", "null",
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty")
    }
    let suffix = index[IndexDocument.suffix]
    if suffix.isEmpty || suffix.utf8.contains(UInt8(ascii: "/")) {
      throw AWSError.invalidArgument("IndexDocument", suffix, "The IndexDocument Suffix is not well formed")
    }
    guard let rules = site[routingRules] else { return }
    if rules.isEmpty { throw AWSError.malformedXML() }
    if rules.count > 50 {
      throw AWSError.invalidRequest(
        "\(rules.count) routing rules provided, the number of routing rules in a website configuration is limited to 50."
      )
    }
    for rule in rules {
      try check(rule[RoutingRule.redirect])
      guard let condition = rule[RoutingRule.condition] else { continue }
      if !condition.has(RoutingCondition.keyPrefixEquals), !condition.has(RoutingCondition.httpErrorCodeReturnedEquals)
      {
        throw AWSError.invalidRequest(
          "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be "
            + "present.")
      }
      if let code = condition[RoutingCondition.httpErrorCodeReturnedEquals] {
        guard let number = Int(code), (400...599).contains(number) else {
          throw AWSError.invalidRequest(
            "The provided HTTP error code (\(code)) is not valid. Valid codes are 4XX or 5XX.")
        }
      }
    }
  }

  private static func check(_ redirect: Values<RoutingRedirect>) throws(AWSError) {
    let members: [AnyMember] = [
      RoutingRedirect.hostName, RoutingRedirect.httpRedirectCode, RoutingRedirect.`protocol`,
      RoutingRedirect.replaceKeyPrefixWith, RoutingRedirect.replaceKeyWith,
    ]
    guard members.contains(where: { redirect.has($0) }) else { throw AWSError.malformedXML() }
    try check(protocol: redirect[RoutingRedirect.`protocol`])
    if redirect.has(RoutingRedirect.replaceKeyWith), redirect.has(RoutingRedirect.replaceKeyPrefixWith) {
      throw AWSError.invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
    }
    if let code = redirect[RoutingRedirect.httpRedirectCode] {
      guard let number = Int(code), (301...399).contains(number) else {
        throw AWSError.invalidRequest(
          "The provided HTTP redirect code (\(code)) is not valid. Valid codes are 3XX except 300.")
      }
    }
  }

  private static func check(protocol text: String?) throws(AWSError) {
    guard let text, text != "http", text != "https" else { return }
    throw AWSError.invalidRequest(
      "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.")
  }
}

/// A bucket's website, ready to be asked where a request goes.
struct Website: Sendable {
  struct Redirect: Sendable, Equatable {
    var status: Int
    var location: String
  }

  private struct Rule: Sendable {
    var prefix: String
    /// nil: before the object is looked for.
    var status: Int?
    var scheme: String?
    var host: String?
    var code: Int
    var key: String?
    var newPrefix: String?
  }

  /// `HostName` and `Protocol`
  private var everything: (host: String, scheme: String?)?
  var index: String
  var errorKey: String?
  private var rules: [Rule]

  init(_ site: Values<WebsiteConfiguration>) {
    everything = site[WebsiteConfiguration.redirectAllRequestsTo].map {
      ($0[RedirectAllRequestsTo.hostName], $0[RedirectAllRequestsTo.`protocol`])
    }
    index = site[WebsiteConfiguration.indexDocument]?[IndexDocument.suffix] ?? ""
    errorKey = site[WebsiteConfiguration.errorDocument]?[ErrorDocument.key]
    rules = (site[WebsiteConfiguration.routingRules] ?? []).map { rule in
      let condition = rule[RoutingRule.condition]
      let redirect = rule[RoutingRule.redirect]
      return Rule(
        prefix: condition?[RoutingCondition.keyPrefixEquals] ?? "",
        status: condition?[RoutingCondition.httpErrorCodeReturnedEquals].flatMap { Int($0) },
        scheme: redirect[RoutingRedirect.`protocol`], host: redirect[RoutingRedirect.hostName],
        code: redirect[RoutingRedirect.httpRedirectCode].flatMap { Int($0) } ?? 301,
        key: redirect[RoutingRedirect.replaceKeyWith], newPrefix: redirect[RoutingRedirect.replaceKeyPrefixWith])
    }
  }

  /// The key that a path asks for: a folder's is that of its index.
  func key(of path: String) -> String { path.isEmpty || path.hasSuffix("/") ? path + index : path }

  /// Where a request goes before the object is looked for (`failure` nil), or once it failed with that status.
  /// `path` is the key of the request, without a slash in front; `host` and `scheme` are those of the request.
  func redirect(_ path: String, failure: Int?, host: String, scheme: String) -> Redirect? {
    if let everything {
      let place = "\(everything.scheme ?? scheme)://\(everything.host)/"
      return failure == nil ? Redirect(status: 301, location: place + Website.encoded(path)) : nil
    }
    for rule in rules where rule.status == failure && path.utf8.starts(with: rule.prefix.utf8) {
      var key = path
      if let whole = rule.key {
        key = whole
      } else if let prefix = rule.newPrefix {
        key = prefix + (String(path.utf8.dropFirst(rule.prefix.utf8.count)) ?? "")
      }
      return Redirect(
        status: rule.code, location: "\(rule.scheme ?? scheme)://\(rule.host ?? host)/" + Website.encoded(key))
    }
    return nil
  }

  private static func encoded(_ key: String) -> String {
    var bytes: [UInt8] = []
    PercentEncoding.append(key, keepingSlash: true, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
