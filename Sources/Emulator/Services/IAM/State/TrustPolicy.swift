import Protocols
import Runtime

/// Who may assume a role: its trust policy, asked at each assuming
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
///
/// Where signatures are verified the whole policy decides. Where they are not, nobody knows who asks: what the policy says
/// of the caller is taken to be met, and only what the request itself says is judged (the external id, the session's
/// name, its tags). A role that only services trust gives its credentials to everyone then.
struct TrustPolicy {
  private let statements: [PolicyStatement]

  /// A statement that cannot be read allows nothing.
  init(_ document: String) {
    let all = (try? JSONValue.parse(document))?.object?["Statement"]
    statements = (all?.array ?? all.map { [$0] } ?? []).compactMap { $0.object.flatMap { PolicyStatement($0) } }
  }

  /// How someone stands before a role.
  enum Asker {
    /// A caller whose signature was verified.
    case known(Caller)
    /// Anyone: signatures are not verified.
    case unknown
    /// The bearer of a token of that identity provider.
    case federated(provider: String)
  }

  func allows(_ action: String, to asker: Asker, _ values: PolicyValues) -> Bool {
    var considered = statements
    if case .unknown = asker {
      considered = statements.filter(\.isAboutAccounts)
      if considered.isEmpty { return true }
    }
    var allowed = false
    for statement in considered where statement.hasAction(action) {
      if applies(statement, asker, values) {
        if !statement.allows { return false }
        allowed = true
      }
    }
    return allowed
  }

  private func applies(_ statement: PolicyStatement, _ asker: Asker, _ values: PolicyValues) -> Bool {
    switch asker {
    case .known(let caller):
      return statement.isAbout(caller, canonicalUser: "") && statement.holds(values)
    case .federated(let provider):
      return statement.isAbout(provider: provider) && statement.holds(values)
    case .unknown:
      let judged = statement.conditions.filter { TrustPolicy.isOfRequest($0.key) }
      // A refusal of some callers, or under conditions that nobody can check, is in the caller's favour no refusal.
      if !statement.allows, judged.count < statement.conditions.count || !statement.isAboutEveryone { return false }
      return judged.allSatisfy { $0.holds(values) }
    }
  }

  /// Whether the condition asks for what stands in the request.
  private static func isOfRequest(_ key: String) -> Bool {
    key.hasPrefix("sts:") || key.hasPrefix("aws:requesttag/") || key == "aws:tagkeys"
  }
}

extension PolicyStatement {
  fileprivate var isAboutAccounts: Bool {
    switch principals {
    case .none, .allBut: return true
    case .only(let names):
      return names.contains { name in
        switch name {
        case .everyone, .aws: true
        default: false
        }
      }
    }
  }

  fileprivate var isAboutEveryone: Bool {
    if case .only(let names) = principals { return names.contains(.everyone) }
    return false
  }

  /// The provider is named by its ARN, by its host (`accounts.google.com`), or not at all.
  fileprivate func isAbout(provider: String) -> Bool {
    func names(_ name: Name) -> Bool {
      switch name {
      case .everyone: return true
      case .federated(let text):
        if text == "*" || text == provider { return true }
        guard let arn = ARN(text), arn.service == "iam", arn.resource.hasPrefix("oidc-provider/") else { return false }
        return arn.resource.dropFirst("oidc-provider/".count) == provider[...]
      default: return false
      }
    }
    switch principals {
    case .none: return false
    case .only(let all): return all.contains(where: names)
    case .allBut(let all): return !all.contains(where: names)
    }
  }
}
