import Protocols

/// An access key without its secret.
enum AccessKeyMetadata: StructureShape {
  static let userName = Member<String>("UserName")
  static let accessKeyID = Member<String>("AccessKeyId")
  static let status = Member<String>("Status")
  static let createDate = Member<Timestamp>("CreateDate")
  static let shape = structure("AccessKeyMetadata", userName, accessKeyID, status, createDate)
}
