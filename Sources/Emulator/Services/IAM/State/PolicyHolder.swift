import Protocols
import Runtime

/// A role, a user or a group, as what holds policies.
struct PolicyHolder {
  enum Kind: String {
    case role = "Role"
    case user = "User"
    case group = "Group"
  }

  var kind: Kind
  var account: String
  var name: String
  /// Under which its policies are kept.
  var owner: String

  init(role name: String, _ request: RequestContext, _ store: IAMStore) throws(AWSError) {
    guard let role = try store.role(request.account, name) else { throw AWSError.roleNotFound(name) }
    self.init(kind: .role, account: role.account, name: role.name, owner: role.owner)
  }

  init(user name: String, _ request: RequestContext, _ store: IAMStore) throws(AWSError) {
    guard let user = try store.user(request.account, name) else { throw AWSError.userNotFound(name) }
    self.init(kind: .user, account: user.account, name: user.name, owner: user.owner)
  }

  init(group name: String, _ request: RequestContext, _ store: IAMStore) throws(AWSError) {
    guard let group = try store.group(request.account, name) else { throw AWSError.groupNotFound(name) }
    self.init(kind: .group, account: group.account, name: group.name, owner: group.owner)
  }

  private init(kind: Kind, account: String, name: String, owner: String) {
    self.kind = kind
    self.account = account
    self.name = name
    self.owner = owner
  }

  // MARK: Managed policies

  /// One that is attached already stays so.
  func attach(_ arn: String, _ store: IAMStore) throws(AWSError) {
    guard try store.policy(arn: arn) != nil else {
      guard let parts = ARN(arn), parts.service == "iam", parts.resource.hasPrefix("policy/") else {
        throw AWSError.invalidInput("ARN \(arn) is not valid.")
      }
      throw AWSError.noSuchEntity("Policy \(arn) does not exist or is not attachable.")
    }
    let attached = try store.attachments(account, owner)
    if attached.contains(arn) { return }
    if attached.count >= PolicyHolder.attachments {
      throw AWSError.limitExceeded("Cannot exceed quota for PoliciesPer\(kind.rawValue): \(PolicyHolder.attachments)")
    }
    try store.attach(arn, to: owner, account)
  }

  func detach(_ arn: String, _ store: IAMStore) throws(AWSError) {
    guard try store.detach(arn, from: owner, account) else { throw AWSError.policyNotFound(arn) }
  }

  /// Those under the path, in the order of their ARNs.
  func attached(under path: String?, _ store: IAMStore) throws(AWSError) -> [PolicyRecord] {
    var attached: [PolicyRecord] = []
    for arn in try store.attachments(account, owner) {
      if let policy = try store.policy(arn: arn), policy.path.hasPrefix(path ?? "/") { attached.append(policy) }
    }
    return attached.sorted { $0.arn < $1.arn }
  }

  private static let attachments = 10

  // MARK: Inline policies

  /// Characters of all inline policies together, white space not counted.
  private var inlineLimit: Int {
    switch kind {
    case .role: 10_240
    case .user: 2_048
    case .group: 5_120
    }
  }

  func put(_ name: String, _ document: String, _ store: IAMStore) throws(AWSError) {
    try PolicyDocument.check(document, .identity)
    var size = PolicyDocument.size(document)
    for policy in try store.inlinePolicies(account, owner) where policy.name.lowercased() != name.lowercased() {
      size += PolicyDocument.size(policy.document)
    }
    if size > inlineLimit {
      throw AWSError.limitExceeded(
        "Maximum policy size of \(inlineLimit) bytes exceeded for \(kind.rawValue.lowercased()) \(self.name)")
    }
    try store.putInlinePolicy(account, owner, name, document)
  }

  func inline(_ name: String, _ store: IAMStore) throws(AWSError) -> (name: String, document: String) {
    let policies = try store.inlinePolicies(account, owner)
    guard let policy = policies.first(where: { $0.name.lowercased() == name.lowercased() }) else { throw missing(name) }
    return policy
  }

  func remove(_ name: String, _ store: IAMStore) throws(AWSError) {
    guard try store.deleteInlinePolicy(account, owner, name) else { throw missing(name) }
  }

  private func missing(_ name: String) -> AWSError {
    .noSuchEntity("The \(kind.rawValue.lowercased()) policy with name \(name) cannot be found.")
  }

  /// Nothing that holds policies can end.
  func checkEmpty(_ store: IAMStore) throws(AWSError) {
    if try !store.inlinePolicies(account, owner).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must delete policies first.")
    }
    if try !store.attachments(account, owner).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must detach all policies first.")
    }
  }
}
