import Protocols

/// One version of a managed policy. Its document is percent-encoded.
enum PolicyVersion: StructureShape {
  static let document = Member<String>("Document")
  static let versionID = Member<String>("VersionId")
  static let isDefaultVersion = Member<Bool>("IsDefaultVersion")
  static let createDate = Member<Timestamp>("CreateDate")
  static let shape = structure("PolicyVersion", document, versionID, isDefaultVersion, createDate)

  static func of(
    _ version: PolicyVersionRecord, of policy: PolicyRecord, withDocument: Bool
  ) -> Values<PolicyVersion> {
    .with {
      if withDocument { $0[document] = PolicyDocument.encoded(version.document) }
      $0[versionID] = "v\(version.version)"
      $0[isDefaultVersion] = version.version == policy.defaultVersion
      $0[createDate] = Timestamp(seconds: Int64(version.created / 1000))
    }
  }
}
