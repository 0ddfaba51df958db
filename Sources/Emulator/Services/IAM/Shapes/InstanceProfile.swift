import Protocols

/// An instance profile with the role that is in it, if there is one.
enum InstanceProfile: StructureShape {
  static let path = Required<String>("Path")
  static let instanceProfileName = Required<String>("InstanceProfileName")
  static let instanceProfileID = Required<String>("InstanceProfileId")
  static let arn = Required<String>("Arn")
  static let createDate = Required<Timestamp>("CreateDate")
  static let roles = Required<[Values<Role>]>("Roles")
  static let tags = Member<[Values<Tag>]>("Tags")
  static let shape = structure(
    "InstanceProfile", path, instanceProfileName, instanceProfileID, arn, createDate, roles, tags)

  /// Lists tell no tags.
  static func of(
    _ profile: ProfileRecord, isListed: Bool, _ store: IAMStore
  ) throws(AWSError) -> Values<InstanceProfile> {
    var role: RoleRecord?
    if let name = profile.role { role = try store.role(profile.account, name) }
    let kept = isListed ? [] : try store.tags(profile.account, profile.owner)
    let inside = role.map { [Role.of($0)] } ?? []
    return .with {
      $0[path] = profile.path
      $0[instanceProfileName] = profile.name
      $0[instanceProfileID] = profile.id
      $0[arn] = profile.arn
      $0[createDate] = Timestamp(seconds: Int64(profile.created / 1000))
      $0[roles] = inside
      if !kept.isEmpty { $0[InstanceProfile.tags] = Tag.list(kept) }
    }
  }
}
