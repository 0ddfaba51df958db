import Protocols

/// A managed policy as its holder shows it.
enum AttachedPolicy: StructureShape {
  static let policyName = Member<String>("PolicyName")
  static let policyARN = Member<String>("PolicyArn")
  static let shape = structure("AttachedPolicy", policyName, policyARN)

  static func of(_ policy: PolicyRecord) -> Values<AttachedPolicy> {
    .with {
      $0[policyName] = policy.name
      $0[policyARN] = policy.arn
    }
  }
}
