import Protocols

enum CodeSigningTraits {
  static let arnLength = Trait.length(0...200)
  static let arnPattern = Trait.pattern(
    #"arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}"#
  )
}

enum AllowedPublishers: StructureShape {
  static let signingProfileVersionARNs = Required<[String]>(
    "SigningProfileVersionArns", .length(1...20), .each([LambdaTraits.arnPattern]))
  static let shape = structure("AllowedPublishers", signingProfileVersionARNs)
}

enum CodeSigningPolicies: StructureShape {
  static let untrustedArtifactOnDeployment = Member<String>(
    "UntrustedArtifactOnDeployment", .values(["Warn", "Enforce"]))
  static let shape = structure("CodeSigningPolicies", untrustedArtifactOnDeployment)
}

/// Kept and shown; packages are not signed here, so nothing is checked against it.
enum CodeSigningConfig: StructureShape {
  static let codeSigningConfigID = Member<String>("CodeSigningConfigId")
  static let codeSigningConfigARN = Member<String>("CodeSigningConfigArn")
  static let description = Member<String>("Description")
  static let allowedPublishers = Member<Values<AllowedPublishers>>("AllowedPublishers")
  static let codeSigningPolicies = Member<Values<CodeSigningPolicies>>("CodeSigningPolicies")
  static let lastModified = Member<String>("LastModified")
  static let shape = structure(
    "CodeSigningConfig", codeSigningConfigID, codeSigningConfigARN, description, allowedPublishers,
    codeSigningPolicies, lastModified)
}
