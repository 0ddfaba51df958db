import Protocols

/// A managed policy as its holder shows it.
enum AttachedPolicy: StructureShape {
  static let policyName = Member<String>("PolicyName")
  static let policyARN = Member<String>("PolicyArn")
  static let shape = structure("AttachedPolicy", policyName, policyARN)
}
