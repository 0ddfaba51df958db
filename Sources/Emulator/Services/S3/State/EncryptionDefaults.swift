import Protocols

extension ServerSideEncryptionConfiguration {
  static func check(_ configuration: Values<ServerSideEncryptionConfiguration>) throws(AWSError) {
    let all = configuration[rules]
    guard all.count == 1 else { throw AWSError.malformedXML() }
    let rule = all[0]
    if let blocked = rule[ServerSideEncryptionRule.blockedEncryptionTypes] {
      let types = blocked[BlockedEncryptionTypes.encryptionType] ?? []
      guard !types.isEmpty, types.allSatisfy({ $0 == "NONE" || $0 == "SSE-C" }) else { throw AWSError.malformedXML() }
    }
    guard let byDefault = rule[ServerSideEncryptionRule.applyServerSideEncryptionByDefault] else {
      if !rule.has(ServerSideEncryptionRule.blockedEncryptionTypes) { throw AWSError.malformedXML() }
      return
    }
    let algorithm = byDefault[ServerSideEncryptionByDefault.sseAlgorithm]
    if algorithm == "aws:fsx" { throw AWSError.malformedXML() }
    if algorithm == "AES256", byDefault.has(ServerSideEncryptionByDefault.kmsMasterKeyID) {
      throw AWSError(
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        elements: [("ArgumentName", "ApplyServerSideEncryptionByDefault")])
    }
  }

  /// That of a bucket which was given none.
  static let initial = Values<ServerSideEncryptionConfiguration>.with {
    $0[rules] = [
      .with {
        $0[ServerSideEncryptionRule.applyServerSideEncryptionByDefault] = .with {
          $0[ServerSideEncryptionByDefault.sseAlgorithm] = "AES256"
        }
        $0[ServerSideEncryptionRule.bucketKeyEnabled] = false
      }
    ]
  }

  /// With what S3 tells beside what it was given.
  static func completed(
    _ configuration: Values<ServerSideEncryptionConfiguration>
  ) -> Values<ServerSideEncryptionConfiguration> {
    var configuration = configuration
    var rule = configuration[rules][0]
    if !rule.has(ServerSideEncryptionRule.applyServerSideEncryptionByDefault) {
      rule[ServerSideEncryptionRule.applyServerSideEncryptionByDefault] = .with {
        $0[ServerSideEncryptionByDefault.sseAlgorithm] = "AES256"
      }
    }
    if !rule.has(ServerSideEncryptionRule.bucketKeyEnabled) { rule[ServerSideEncryptionRule.bucketKeyEnabled] = false }
    configuration[rules] = [rule]
    return configuration
  }
}
