import Protocols

/// What a session was given beside its credentials
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).
struct SessionDetails: Sendable, Equatable {
  struct Tag: Sendable, Equatable {
    var key: String
    var value: String
    /// Whether the sessions of roles that this session assumes have it too.
    var isTransitive: Bool
  }

  var tags: [Tag] = []
  var sourceIdentity: String?
  /// What limits the session: kept, and deciding nothing as long as no identity's policy does.
  var policy: String?
  var policyARNs: [String] = []

  var transitiveTags: [Tag] { tags.filter(\.isTransitive) }

  // MARK: In a table

  /// nil where there is nothing to keep.
  var stored: String? {
    if self == SessionDetails() { return nil }
    let tags = JSONValue.array(
      tags.map { .array([.string($0.key), .string($0.value), .bool($0.isTransitive)]) })
    var object = JSONObject([.init(key: "tags", value: tags)])
    if let sourceIdentity { object["sourceIdentity"] = .string(sourceIdentity) }
    if let policy { object["policy"] = .string(policy) }
    if !policyARNs.isEmpty { object["policyArns"] = .array(policyARNs.map { .string($0) }) }
    return JSONValue.object(object).text
  }

  init() {}

  init(stored: String?) {
    guard let stored, let object = (try? JSONValue.parse(stored))?.object else { return }
    for tag in object["tags"]?.array ?? [] {
      guard let parts = tag.array, parts.count == 3, let key = parts[0].string, let value = parts[1].string else {
        continue
      }
      tags.append(Tag(key: key, value: value, isTransitive: parts[2] == .bool(true)))
    }
    sourceIdentity = object["sourceIdentity"]?.string
    policy = object["policy"]?.string
    policyARNs = object["policyArns"]?.array?.compactMap(\.string) ?? []
  }

  // MARK: As a request gives it

  /// The tags that a caller passes to a session, with those that come from its own session.
  mutating func add(
    _ new: [Values<IAM.Tag>], transitive keys: [String], from caller: SessionDetails?
  ) throws(AWSError) {
    var names: Set<String> = []
    for tag in new {
      if tag[IAM.Tag.key].lowercased().hasPrefix("aws:") {
        throw AWSError.invalidParameterValue(
          "Your request contains tag keys that start with aws:, which is reserved.")
      }
      if !names.insert(tag[IAM.Tag.key].lowercased()).inserted {
        throw AWSError.invalidParameterValue(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
      }
    }
    let inherited = caller?.transitiveTags ?? []
    if inherited.contains(where: { names.contains($0.key.lowercased()) }) {
      throw AWSError.invalidParameterValue(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
          + "calling session.")
    }
    let transitive = Set(keys.map { $0.lowercased() })
    guard transitive.isSubset(of: names) else {
      throw AWSError.invalidParameterValue("The specified transitive tag key must be included in the requested tags.")
    }
    tags =
      inherited
      + new.map {
        Tag(
          key: $0[IAM.Tag.key], value: $0[IAM.Tag.value],
          isTransitive: transitive.contains($0[IAM.Tag.key].lowercased()))
      }
  }

  /// Policies of an inline document and of ARNs; the managed ones are the account's own or AWS's.
  mutating func limit(
    by policy: String?, _ descriptors: [Values<PolicyDescriptorType>], account: String
  ) throws(AWSError) {
    if let policy { try PolicyDocument.check(policy, .identity) }
    if descriptors.count > 10 {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less "
          + "than or equal to 10")
    }
    for descriptor in descriptors {
      let text = descriptor[PolicyDescriptorType.arn] ?? ""
      guard text.hasPrefix("arn:aws:iam::aws:policy/") || text.hasPrefix("arn:aws:iam::\(account):policy/") else {
        throw AWSError("ValidationError", "The ARN \(text) is not valid.")
      }
      policyARNs.append(text)
    }
    self.policy = policy
  }

  /// How much of the space of a session's policies and tags is used, in percent; nil where there are none. AWS packs them
  /// in a way of its own: here it is characters of 2,048.
  func packedSize() throws(AWSError) -> Int32? {
    if policy == nil, policyARNs.isEmpty, tags.isEmpty { return nil }
    var characters = policy.map(PolicyDocument.size) ?? 0
    for arn in policyARNs { characters += arn.utf8.count / 4 }
    for tag in tags { characters += (tag.key.utf8.count + tag.value.utf8.count) / 4 }
    let percent = max(1, (characters * 100 + 2047) / 2048)
    if percent > 100 {
      throw AWSError(
        "PackedPolicyTooLarge", "Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
    }
    return Int32(percent)
  }
}
