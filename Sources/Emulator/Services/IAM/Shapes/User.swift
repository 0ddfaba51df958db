import Protocols

/// A user.
enum User: StructureShape {
  static let path = Required<String>("Path")
  static let userName = Required<String>("UserName")
  static let userID = Required<String>("UserId")
  static let arn = Required<String>("Arn")
  static let createDate = Required<Timestamp>("CreateDate")
  static let passwordLastUsed = Member<Timestamp>("PasswordLastUsed")
  static let permissionsBoundary = Member<Values<AttachedPermissionsBoundary>>("PermissionsBoundary")
  static let tags = Member<[Values<Tag>]>("Tags")
  static let shape = structure(
    "User", path, userName, userID, arn, createDate, passwordLastUsed, permissionsBoundary, tags)

  static func of(_ user: UserRecord, tags: [(name: String, value: String)] = []) -> Values<User> {
    .with {
      $0[path] = user.path
      $0[userName] = user.name
      $0[userID] = user.id
      $0[arn] = user.arn
      $0[createDate] = Timestamp(seconds: Int64(user.created / 1000))
      if !tags.isEmpty { $0[User.tags] = Tag.list(tags) }
    }
  }
}
