import Protocols

/// A policy document as IAM checks it before it is kept
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). The text itself is kept as it was
/// written.
enum PolicyDocument {
  enum Kind {
    /// Of a role: who may assume it.
    case trust
    /// What its holder may do.
    case identity
  }

  private static let statementKeys: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
  ]

  static func check(_ text: String, _ kind: Kind) throws(AWSError) {
    let json: JSONValue
    do { json = try JSONValue.parse(Array(text.utf8), duplicateKeys: .refused) } catch {
      throw AWSError.malformedPolicy(
        kind == .trust ? "This policy contains invalid Json" : "Syntax errors in policy.")
    }
    guard let document = json.object else { throw AWSError.malformedPolicy("Syntax errors in policy.") }
    for member in document.members where !["Version", "Id", "Statement"].contains(member.key) {
      throw AWSError.malformedPolicy("Syntax errors in policy.")
    }
    if let version = document["Version"] {
      guard version.string == "2012-10-17" || version.string == "2008-10-17" else {
        throw AWSError.malformedPolicy("Syntax errors in policy.")
      }
    }
    guard let all = document["Statement"] else { throw AWSError.malformedPolicy("Syntax errors in policy.") }
    let statements = all.array ?? [all]
    if statements.isEmpty { throw AWSError.malformedPolicy("Syntax errors in policy.") }
    for statement in statements {
      guard let object = statement.object else { throw AWSError.malformedPolicy("Syntax errors in policy.") }
      try check(object, kind)
    }
  }

  private static func check(_ statement: JSONObject, _ kind: Kind) throws(AWSError) {
    for member in statement.members where !statementKeys.contains(member.key) {
      throw AWSError.malformedPolicy("Syntax errors in policy.")
    }
    guard let effect = statement["Effect"] else {
      throw AWSError.malformedPolicy("Missing required field Effect cannot be empty!")
    }
    guard effect.string == "Allow" || effect.string == "Deny" else {
      throw AWSError.malformedPolicy("Invalid effect: \(effect.string ?? effect.text)")
    }
    let actions = try texts(statement["Action"] ?? statement["NotAction"])
    if actions.isEmpty {
      throw AWSError.malformedPolicy(
        kind == .trust ? "Missing required field Action" : "Policy statement must contain actions.")
    }
    for action in actions where action != "*" && !action.contains(":") {
      throw AWSError.malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    }
    let principal = statement["Principal"] ?? statement["NotPrincipal"]
    let resources = try texts(statement["Resource"] ?? statement["NotResource"])
    switch kind {
    case .trust:
      if !resources.isEmpty { throw AWSError.malformedPolicy("Has prohibited field Resource") }
      guard let principal else { throw AWSError.malformedPolicy("Missing required field Principal") }
      guard principal.object != nil || principal.string == "*" else {
        throw AWSError.malformedPolicy("Invalid principal in policy")
      }
      for action in actions where action != "*" && !action.lowercased().hasPrefix("sts:") {
        throw AWSError.malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.")
      }
    case .identity:
      if principal != nil { throw AWSError.malformedPolicy("Policy document should not specify a principal.") }
      if resources.isEmpty { throw AWSError.malformedPolicy("Policy statement must contain resources.") }
      for resource in resources where resource != "*" && !resource.hasPrefix("arn:") {
        throw AWSError.malformedPolicy("Resource \(resource) must be in ARN format or \"*\".")
      }
    }
    if let condition = statement["Condition"], condition.object == nil {
      throw AWSError.malformedPolicy("Syntax errors in policy.")
    }
  }

  /// A text or a list of texts.
  private static func texts(_ json: JSONValue?) throws(AWSError) -> [String] {
    guard let json else { return [] }
    if let text = json.string { return [text] }
    guard let array = json.array else { throw AWSError.malformedPolicy("Syntax errors in policy.") }
    var all: [String] = []
    for element in array {
      guard let text = element.string else { throw AWSError.malformedPolicy("Syntax errors in policy.") }
      all.append(text)
    }
    return all
  }

  /// Characters that count against a quota: white space does not.
  static func size(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.properties.isWhitespace ? 0 : 1) }
  }

  /// As IAM's answers carry it.
  static func encoded(_ text: String) -> String { PercentEncoding.encode(text) }
}
