import Protocols

/// What the API shows of an alias, and how the store keeps it.
enum AliasConfiguration: StructureShape {
  static let aliasARN = Member<String>("AliasArn")
  static let name = Member<String>("Name")
  static let functionVersion = Member<String>("FunctionVersion")
  static let description = Member<String>("Description")
  static let routingConfig = Member<Values<AliasRoutingConfiguration>>("RoutingConfig")
  static let revisionID = Member<String>("RevisionId")
  static let shape = structure(
    "AliasConfiguration", aliasARN, name, functionVersion, description, routingConfig, revisionID)
}

/// A second version with the share of the invocations, 0 to 1, that it gets.
enum AliasRoutingConfiguration: StructureShape {
  static let additionalVersionWeights = Member<[String: Double]>(
    "AdditionalVersionWeights", .keys([.length(1...1024), .pattern(#"[0-9]+"#)]), .mapped([.range(0...1)]))
  static let shape = structure("AliasRoutingConfiguration", additionalVersionWeights)
}
