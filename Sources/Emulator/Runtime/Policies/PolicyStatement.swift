package import Protocols

/// A statement of a policy document, read once
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html).
package struct PolicyStatement: Sendable {
  package var allows: Bool
  package var principals: Principals
  /// Lower case; with `NotAction` every other.
  package var actions: [String]
  package var isNotAction: Bool
  package var resources: [String]
  package var isNotResource: Bool
  package var conditions: [PolicyCondition]

  /// Whom it is about.
  package enum Principals: Sendable, Equatable {
    /// An identity's own policy names none.
    case none
    case only([Name])
    case allBut([Name])
  }

  package enum Name: Sendable, Equatable {
    case everyone
    /// An account's number or an ARN.
    case aws(String)
    case canonicalUser(String)
    case service(String)
    case federated(String)
  }

  /// nil for what is no statement.
  package init?(_ json: JSONObject) {
    switch json["Effect"]?.string {
    case "Allow": allows = true
    case "Deny": allows = false
    default: return nil
    }
    guard let actions = PolicyStatement.texts(json["Action"] ?? json["NotAction"]), !actions.isEmpty else { return nil }
    self.actions = actions.map { $0.lowercased() }
    isNotAction = json["Action"] == nil
    guard let resources = PolicyStatement.texts(json["Resource"] ?? json["NotResource"]) else { return nil }
    self.resources = resources
    isNotResource = json["NotResource"] != nil
    if let json = json["Principal"] {
      guard let names = PolicyStatement.names(json) else { return nil }
      principals = .only(names)
    } else if let json = json["NotPrincipal"] {
      guard let names = PolicyStatement.names(json) else { return nil }
      principals = .allBut(names)
    } else {
      principals = .none
    }
    conditions = []
    guard let json = json["Condition"] else { return }
    guard let blocks = json.object else { return nil }
    for block in blocks.members {
      guard let keys = block.value.object else { return nil }
      for key in keys.members {
        guard let condition = PolicyCondition(block.key, key.key, PolicyStatement.texts(key.value)) else { return nil }
        conditions.append(condition)
      }
    }
  }

  /// A text, number or boolean, or a list of such; nil for anything else. Nothing for what is absent.
  private static func texts(_ json: JSONValue?) -> [String]? {
    guard let json else { return [] }
    if let array = json.array {
      var all: [String] = []
      for element in array {
        guard element.array == nil, element.object == nil else { return nil }
        all.append(element.string ?? element.text)
      }
      return all
    }
    return json.object == nil ? [json.string ?? json.text] : nil
  }

  private static func names(_ json: JSONValue) -> [Name]? {
    if json.string == "*" { return [.everyone] }
    guard let object = json.object else { return nil }
    var all: [Name] = []
    for member in object.members {
      guard let texts = texts(member.value) else { return nil }
      for text in texts {
        switch member.key {
        case "AWS": all.append(text == "*" ? .everyone : .aws(text))
        case "CanonicalUser": all.append(.canonicalUser(text))
        case "Service": all.append(.service(text))
        case "Federated": all.append(.federated(text))
        default: return nil
        }
      }
    }
    return all
  }

  // MARK: Whether it is about a request

  /// `canonicalUser` is that of the caller's account; empty for nobody.
  package func isAbout(_ caller: Caller, canonicalUser: String) -> Bool {
    func names(_ name: Name) -> Bool {
      switch name {
      case .everyone: return true
      case .canonicalUser(let id): return id == canonicalUser && !canonicalUser.isEmpty
      case .service, .federated: return false
      case .aws(let text):
        if caller.isAnonymous { return false }
        if text == caller.account || text == "arn:aws:iam::\(caller.account):root" || text == caller.arn { return true }
        // A role's session is its role as well.
        guard let arn = ARN(caller.arn), arn.service == "sts", arn.resource.hasPrefix("assumed-role/") else {
          return false
        }
        let parts = arn.resource.split(separator: "/")
        return parts.count > 1 && text.hasPrefix("arn:aws:iam::\(caller.account):role/")
          && text.split(separator: "/").last == parts[1]
      }
    }
    switch principals {
    case .none: return true
    case .only(let all): return all.contains(where: names)
    case .allBut(let all): return !all.contains(where: names)
    }
  }

  package func hasAction(_ action: String) -> Bool {
    let action = action.lowercased()
    return actions.contains { WildcardPattern.matches($0, action) } != isNotAction
  }

  package func hasResource(_ resource: String, _ values: PolicyValues) -> Bool {
    resources.contains { WildcardPattern.matches(values.filled($0), resource) } != isNotResource
  }

  package func holds(_ values: PolicyValues) -> Bool { conditions.allSatisfy { $0.holds(values) } }
}

/// What is known of a request: the keys that conditions ask for, in lower case.
package struct PolicyValues: Sendable {
  package var values: [String: [String]]

  package init(_ values: [String: [String]] = [:]) { self.values = values }

  package subscript(_ key: String) -> [String]? { values[key.lowercased()] }

  /// `${aws:username}` and the like, filled in; `${*}` is the character itself.
  package func filled(_ text: String) -> String {
    guard text.contains("${") else { return text }
    var out = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      out += rest[..<start]
      rest = rest[start...]
      guard rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") else {
        out += "$"
        rest = rest.dropFirst()
        continue
      }
      let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<end]
      out += name.utf8.count == 1 ? String(name) : self[String(name)]?.first ?? String(rest[...end])
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }
}

/// `*` for any run of characters, `?` for one.
package enum WildcardPattern {
  package static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var p = 0
    var t = 0
    var star = -1
    var mark = 0
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t], pattern[p] != UInt8(ascii: "*") {
        p += 1
        t += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = p
        mark = t
        p += 1
      } else if star >= 0 {
        p = star + 1
        mark += 1
        t = mark
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }
}
