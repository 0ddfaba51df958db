import Protocols

/// A role. Its trust policy is percent-encoded.
enum Role: StructureShape {
  static let path = Required<String>("Path")
  static let roleName = Required<String>("RoleName")
  static let roleID = Required<String>("RoleId")
  static let arn = Required<String>("Arn")
  static let createDate = Required<Timestamp>("CreateDate")
  static let assumeRolePolicyDocument = Member<String>("AssumeRolePolicyDocument")
  static let description = Member<String>("Description")
  static let maxSessionDuration = Member<Int32>("MaxSessionDuration")
  static let permissionsBoundary = Member<Values<AttachedPermissionsBoundary>>("PermissionsBoundary")
  static let tags = Member<[Values<Tag>]>("Tags")
  static let roleLastUsed = Member<Values<RoleLastUsed>>("RoleLastUsed")
  static let shape = structure(
    "Role", path, roleName, roleID, arn, createDate, assumeRolePolicyDocument, description, maxSessionDuration,
    permissionsBoundary, tags, roleLastUsed)

  /// `tags` nil: lists tell none.
  static func of(_ role: RoleRecord, tags: [(name: String, value: String)]? = nil) -> Values<Role> {
    .with {
      $0[path] = role.path
      $0[roleName] = role.name
      $0[roleID] = role.id
      $0[arn] = role.arn
      $0[createDate] = Timestamp(seconds: Int64(role.created / 1000))
      $0[assumeRolePolicyDocument] = PolicyDocument.encoded(role.trustPolicy)
      $0[description] = role.description
      $0[maxSessionDuration] = Int32(role.maxSession)
      if let tags {
        if !tags.isEmpty { $0[Role.tags] = Tag.list(tags) }
        $0[roleLastUsed] = Values()
      }
    }
  }
}

/// A policy that bounds what a role or a user may do.
enum AttachedPermissionsBoundary: StructureShape {
  static let permissionsBoundaryType = Member<String>("PermissionsBoundaryType")
  static let permissionsBoundaryARN = Member<String>("PermissionsBoundaryArn")
  static let shape = structure("AttachedPermissionsBoundary", permissionsBoundaryType, permissionsBoundaryARN)
}

/// When a role was used last; empty where nobody keeps it.
enum RoleLastUsed: StructureShape {
  static let lastUsedDate = Member<Timestamp>("LastUsedDate")
  static let region = Member<String>("Region")
  static let shape = structure("RoleLastUsed", lastUsedDate, region)
}
