import Protocols
import Runtime

/// A bucket's policy, read (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html). The text itself is
/// kept as it was written.
struct BucketPolicy: Sendable {
  var statements: [PolicyStatement]

  /// The most bytes that a policy may have.
  private static let limit = 20 << 10

  /// Of a text that was checked before; nothing of one that cannot be read.
  init(kept text: String) { statements = PolicyStatement.all(in: text) }

  /// Throws MalformedPolicy.
  init(checking text: String, for bucket: String) throws(AWSError) {
    if text.utf8.count > BucketPolicy.limit {
      throw BucketPolicy.malformed("Policy exceeds the maximum allowed document size.")
    }
    let json: JSONValue
    do { json = try JSONValue.parse(Array(text.utf8), duplicateKeys: .refused) } catch {
      throw BucketPolicy.malformed("Policies must be valid JSON and the first byte must be '{'")
    }
    guard let document = json.object else {
      throw BucketPolicy.malformed("Policies must be valid JSON and the first byte must be '{'")
    }
    for member in document.members where !["Version", "Id", "Statement"].contains(member.key) {
      throw BucketPolicy.malformed("Unknown field \(member.key)")
    }
    if let version = document["Version"] {
      guard version.string == "2012-10-17" || version.string == "2008-10-17" else {
        throw BucketPolicy.malformed("The policy must contain a valid version string")
      }
    }
    guard let statement = document["Statement"] else {
      throw BucketPolicy.malformed("Missing required field Statement")
    }
    let all = statement.array ?? [statement]
    if all.isEmpty { throw BucketPolicy.malformed("Could not parse the policy: Statement is empty!") }
    var statements: [PolicyStatement] = []
    for json in all { statements.append(try BucketPolicy.statement(json, bucket)) }
    self.statements = statements
  }

  private static func malformed(_ message: String) -> AWSError { AWSError("MalformedPolicy", message) }

  private static let fields: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
  ]

  private static func statement(_ json: JSONValue, _ bucket: String) throws(AWSError) -> PolicyStatement {
    guard let object = json.object else { throw malformed("Could not parse the policy: Statement is no object") }
    for member in object.members where !fields.contains(member.key) { throw malformed("Unknown field \(member.key)") }
    guard let effect = object["Effect"] else { throw malformed("Missing required field Effect") }
    guard effect.string == "Allow" || effect.string == "Deny" else {
      throw malformed("Invalid effect: \(effect.string ?? effect.text)")
    }
    guard object["Principal"] != nil || object["NotPrincipal"] != nil else {
      throw malformed("Missing required field Principal")
    }
    guard object["Action"] != nil || object["NotAction"] != nil else {
      throw malformed("Missing required field Action")
    }
    guard object["Resource"] != nil || object["NotResource"] != nil else {
      throw malformed("Missing required field Resource")
    }
    if let conditions = object["Condition"]?.object {
      for block in conditions.members where PolicyCondition.isUnknown(block.key) {
        throw malformed("Invalid Condition type : \(block.key)")
      }
    }
    if effect.string == "Allow", object["NotPrincipal"] != nil {
      throw malformed("Allow with NotPrincipal is not allowed.")
    }
    guard let statement = PolicyStatement(object) else { throw malformed("Could not parse the policy") }
    for action in statement.actions where action != "*" && !action.hasPrefix("s3:") {
      throw malformed("Policy has invalid action")
    }
    for resource in statement.resources {
      let rest = resource.hasPrefix("arn:aws:s3:::") ? resource.dropFirst("arn:aws:s3:::".count) : ""
      let name = rest.prefix { $0 != "/" }
      guard !name.isEmpty, WildcardPattern.matches(String(name), bucket) else {
        throw malformed("Policy has invalid resource")
      }
    }
    try check(statement.principals)
    return statement
  }

  private static func check(_ principals: PolicyStatement.Principals) throws(AWSError) {
    let names: [PolicyStatement.Name]
    switch principals {
    case .none: names = []
    case .only(let all), .allBut(let all): names = all
    }
    for case .aws(let text) in names {
      let isAccount = text.utf8.count == 12 && text.utf8.allSatisfy { $0 &- 48 < 10 }
      let isARN = ARN(text).map { ["iam", "sts"].contains($0.service) } ?? false
      guard isAccount || isARN else { throw malformed("Invalid principal in policy") }
    }
  }

  // MARK: What it says

  func verdict(
    _ action: String, _ resource: String, _ caller: Caller, user: String, _ values: PolicyValues
  ) -> PolicyVerdict { PolicyVerdict(statements, action, resource, caller, canonicalUser: user, values) }

  /// Whether anyone at all is allowed something: without a condition that names who, or where from
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
  var isPublic: Bool {
    statements.contains { statement in
      guard statement.allows else { return false }
      switch statement.principals {
      case .none: return false
      case .only(let names): guard names.contains(.everyone) else { return false }
      case .allBut: break
      }
      return !statement.conditions.contains { BucketPolicy.isFixed($0) }
    }
  }

  private static let telling: Set<String> = [
    "aws:principalorgid", "aws:principalorgpaths", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner",
    "aws:sourceaccount", "aws:sourcearn", "aws:userid", "aws:principalarn", "aws:principalaccount",
    "s3:dataaccesspointarn", "s3:dataaccesspointaccount", "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ]

  private static func isFixed(_ condition: PolicyCondition) -> Bool {
    guard telling.contains(condition.key) else { return false }
    if condition.key == "aws:sourceip" {
      return condition.texts.allSatisfy { !$0.hasSuffix("/0") }
    }
    return condition.texts.allSatisfy { !$0.contains("*") && !$0.contains("?") && !$0.contains("${") }
  }
}
