import Protocols

// How objects are encrypted that do not say it themselves.

enum ServerSideEncryptionConfiguration: StructureShape {
  static let rules = Required<[Values<ServerSideEncryptionRule>]>("Rules", .xmlName("Rule"), .flattened)
  static let shape = structure("ServerSideEncryptionConfiguration", rules)
}

enum ServerSideEncryptionRule: StructureShape {
  static let applyServerSideEncryptionByDefault = Member<Values<ServerSideEncryptionByDefault>>(
    "ApplyServerSideEncryptionByDefault")
  static let bucketKeyEnabled = Member<Bool>("BucketKeyEnabled")
  static let blockedEncryptionTypes = Member<Values<BlockedEncryptionTypes>>("BlockedEncryptionTypes")
  static let shape = structure(
    "ServerSideEncryptionRule", applyServerSideEncryptionByDefault, bucketKeyEnabled, blockedEncryptionTypes)
}

enum ServerSideEncryptionByDefault: StructureShape {
  static let sseAlgorithm = Required<String>("SSEAlgorithm", .values(S3Values.serverSideEncryption))
  static let kmsMasterKeyID = Member<String>("KMSMasterKeyID")
  static let shape = structure("ServerSideEncryptionByDefault", sseAlgorithm, kmsMasterKeyID)
}

enum BlockedEncryptionTypes: StructureShape {
  static let encryptionType = Member<[String]>("EncryptionType", .flattened)
  static let shape = structure("BlockedEncryptionTypes", encryptionType)
}
