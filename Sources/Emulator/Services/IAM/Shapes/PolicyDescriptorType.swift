import Protocols

/// A managed policy that limits a session.
enum PolicyDescriptorType: StructureShape {
  static let arn = Member<String>("arn", .length(20...2048), IAMTraits.stsARNPattern)
  static let shape = structure("PolicyDescriptorType", arn)
}
