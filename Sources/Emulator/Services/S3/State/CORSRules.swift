import Protocols

extension CORSRule {
  /// What S3 refuses of the rules that a bucket is given
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html).
  static func check(_ rules: [Values<CORSRule>]) throws(AWSError) {
    if rules.isEmpty { throw AWSError.malformedXML() }
    if rules.count > 100 {
      throw AWSError.invalidRequest("The number of CORS rules should not exceed allowed limit of 100 rules.")
    }
    for rule in rules {
      if rule[allowedMethods].isEmpty || rule[allowedOrigins].isEmpty { throw AWSError.malformedXML() }
      for method in rule[allowedMethods] where !["GET", "PUT", "HEAD", "POST", "DELETE"].contains(method) {
        throw AWSError.invalidRequest(
          "Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
      }
      for origin in rule[allowedOrigins] where stars(origin) > 1 {
        throw AWSError.invalidRequest("AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
      }
      for header in rule[allowedHeaders] ?? [] where stars(header) > 1 {
        throw AWSError.invalidRequest("AllowedHeader \"\(header)\" can not have more than one wildcard.")
      }
      for header in rule[exposeHeaders] ?? [] where stars(header) > 0 {
        throw AWSError.invalidRequest(
          "ExposeHeader \"\(header)\" contains wildcard. We currently do not support wildcard for ExposeHeader.")
      }
      if let id = rule[id], id.unicodeScalars.count > 255 { throw AWSError.malformedXML() }
    }
  }

  private static func stars(_ text: String) -> Int { text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "*") ? 1 : 0) } }
}

/// A bucket's rules for browsers, ready to be asked.
struct CORSRules: Sendable {
  struct Rule: Sendable {
    var origins: [String]
    var methods: [String]
    /// In lower case.
    var headers: [String]
    var exposed: [String]
    var maxAge: Int32?
  }

  /// What a matching rule makes of an answer.
  struct Match: Sendable {
    /// The fields of the answer, in S3's order.
    var fields: [HTTPFields.Field]
  }

  var rules: [Rule]

  init(_ configuration: Values<CORSConfiguration>) {
    rules = configuration[CORSConfiguration.corsRules].map { rule in
      Rule(
        origins: rule[CORSRule.allowedOrigins], methods: rule[CORSRule.allowedMethods],
        headers: (rule[CORSRule.allowedHeaders] ?? []).map { $0.lowercased() },
        exposed: rule[CORSRule.exposeHeaders] ?? [], maxAge: rule[CORSRule.maxAgeSeconds])
    }
  }

  /// The first rule that allows the origin, the method and all of the headers. `headers` are those of a preflight's
  /// `Access-Control-Request-Headers`; a request itself is asked for none.
  func match(origin: String, method: String, headers: [String]) -> Match? {
    for rule in rules {
      guard let allowed = rule.origins.first(where: { CORSRules.matches($0, origin) }), rule.methods.contains(method),
        headers.allSatisfy({ header in
          let name = header.lowercased()
          return rule.headers.contains { CORSRules.matches($0, name) }
        })
      else { continue }
      var fields: [HTTPFields.Field] = []
      let isAnyone = allowed == "*"
      fields.append(.init(name: "Access-Control-Allow-Origin", value: isAnyone ? "*" : origin))
      fields.append(.init(name: "Access-Control-Allow-Methods", value: rule.methods.joined(separator: ", ")))
      if !headers.isEmpty {
        fields.append(.init(name: "Access-Control-Allow-Headers", value: headers.joined(separator: ", ")))
      }
      if !rule.exposed.isEmpty {
        fields.append(.init(name: "Access-Control-Expose-Headers", value: rule.exposed.joined(separator: ", ")))
      }
      if let age = rule.maxAge { fields.append(.init(name: "Access-Control-Max-Age", value: "\(age)")) }
      if !isAnyone { fields.append(.init(name: "Access-Control-Allow-Credentials", value: "true")) }
      fields.append(
        .init(
          name: "Vary", value: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"))
      return Match(fields: fields)
    }
    return nil
  }

  /// One star stands for any characters.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = pattern.utf8
    let text = text.utf8
    guard let star = pattern.firstIndex(of: UInt8(ascii: "*")) else { return pattern.elementsEqual(text) }
    let head = pattern[..<star]
    let tail = pattern[pattern.index(after: star)...]
    return text.count >= head.count + tail.count && text.starts(with: head)
      && text.suffix(tail.count).elementsEqual(tail)
  }

  /// The names in `Access-Control-Request-Headers`.
  static func names(_ list: String?) -> [String] {
    guard let list else { return [] }
    return list.split(separator: ",").map { name in
      String(
        decoding: name.utf8.drop { $0 == 32 || $0 == 9 }.reversed().drop { $0 == 32 || $0 == 9 }.reversed(),
        as: UTF8.self)
    }.filter { !$0.isEmpty }
  }
}
